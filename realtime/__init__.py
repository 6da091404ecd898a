"""The stream door: facts become messages for viewers."""
