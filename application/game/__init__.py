"""Games: offered, changed, retired."""
