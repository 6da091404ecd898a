"""Seeds put so that those who belong together meet late."""
