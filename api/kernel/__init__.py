"""What every route stands on: who asks, how it is read and commanded, and how it is refused."""
