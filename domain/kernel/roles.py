"""The roles an account may have, the lowest first; each may do what those before it may."""

ROLES = ("SPECTATOR", "PLAYER", "ORGANIZER", "ADMIN")
