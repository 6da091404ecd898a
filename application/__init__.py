"""The write side: commands, who may send them, and how they become facts."""
