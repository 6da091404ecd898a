"""The stream beside nginx with nchan and Django Channels: the same messages, the same clients."""
