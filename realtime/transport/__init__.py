"""How messages travel: sockets, server-sent events, pages of events."""
