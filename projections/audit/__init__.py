"""The audit log: every sensitive action, with what it changed."""
