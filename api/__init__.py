"""HTTP: requests become commands and questions, and what comes back is described to the last status."""
