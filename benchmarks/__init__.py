"""Figures beside a peer or the raw limit, measured in one run."""
