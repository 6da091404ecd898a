"""Standings as pure functions: entrants and results in, ranks and explained tie-break values out."""
