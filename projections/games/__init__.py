"""Games on offer, and those retired."""
