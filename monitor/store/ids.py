"""New ids: `men_01jd…`, sorted by the time they were made, unique without asking anybody."""

import os
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str) -> str:
    """48 bits of milliseconds and 72 random bits in Crockford's base 32, as in a ULID."""
    number = (time.time_ns() // 1_000_000 << 72) | int.from_bytes(os.urandom(9))
    return f"{prefix}_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(115, -5, -5))
