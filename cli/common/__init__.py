"""What every command stands on: its output, its exit codes, and Palio opened for it."""
