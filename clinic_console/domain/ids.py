"""Identifiers: UUIDv7 (RFC 9562), sortable by the time they were made."""

from uuid import UUID


def uuid7(at_ms: int, random_bits: int) -> UUID:
    """Make the UUIDv7 of a time in milliseconds since 1970 and 74 random bits (callers bring both)."""
    rand_a = (random_bits >> 62) & 0xFFF
    rand_b = random_bits & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=(at_ms & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)
