"""New ids: `men_01jd…`, sorted by the time they were made, unique without asking anybody."""

import os
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [one + other for one in _ALPHABET for other in _ALPHABET]
_RANDOM_BITS = 72


class Ids:
    """48 bits of milliseconds and 72 random bits in Crockford's base 32, as in a ULID; ids of one process rise."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def __call__(self, prefix: str) -> str:
        with self._lock:
            fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | int.from_bytes(os.urandom(_RANDOM_BITS // 8))
            self._last = number = max(fresh, self._last + 1)
        return f"{prefix}_" + "".join(_PAIRS[number >> shift & 1023] for shift in range(110, -10, -10))


new_id = Ids()
