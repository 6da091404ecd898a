"""A tournament that plays itself on a log of its own, through the HTTP API like anyone's."""
