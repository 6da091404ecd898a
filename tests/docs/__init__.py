"""The pages do what they say."""
