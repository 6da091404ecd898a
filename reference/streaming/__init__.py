"""The pages of the stream."""
