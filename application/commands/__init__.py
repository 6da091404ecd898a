"""Every command, a frozen value in the imperative; one file per subject."""
