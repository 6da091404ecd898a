"""Where someone calls from, and what counts as one place."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

NEIGHBOURHOOD = 64
"""Bits of an IPv6 address that its network gives a customer; the rest the customer chooses as they like."""


def parsed(text: str) -> IPv4Address | IPv6Address | None:
    """The address, an IPv4 one where that is mapped into IPv6; None where it is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def neighbourhood(address: str | None) -> str:
    """What attempts are counted by: an IPv4 address, and of an IPv6 address its /64."""
    known = parsed(address or "")
    if isinstance(known, IPv6Address):
        return str(IPv6Network((int(known), NEIGHBOURHOOD), strict=False))
    return str(known or address)
