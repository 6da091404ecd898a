"""Matches: scheduled, played, put right."""
