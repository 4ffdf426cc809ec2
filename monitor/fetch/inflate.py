"""Collects a body under a bound, compressed or not: one 1.8 kB answer may inflate to 1 GiB (F3).

    chunk → within the raw bound? → inflate at most what is still allowed → within the bound?

Only gzip is asked for and only gzip is taken; whatever else a server names is an error that says its name. What real
servers do is settled here:
- declared gzip without the gzip magic: the bytes are taken as they are (a proxy unpacked them and kept the header);
- several gzip members are one body; what follows the last member and is no member is padding and is dropped;
- a cut-off stream or a wrong checksum is an error: half a feed looks like deleted entries.
"""

import zlib
from collections.abc import Iterable

from monitor.errors import BadAnswer, TooLarge

_MAGIC = b"\x1f\x8b"
_MEMBERS = 10_000
"""More members than that are an attack: each costs an inflater. Blocked gzip of 5 MiB has about 80."""
_STEP = 64 * 1024


def encoding_of(values: Iterable[str], target: str) -> bool:
    """True for gzip, False for a plain body. Raises BadAnswer for anything else, stacked gzip included."""
    names = [name for value in values for part in value.split(",") if (name := part.strip().lower())]
    named = [name for name in names if name != "identity"]
    if not named:
        return False
    if named in (["gzip"], ["x-gzip"]):
        return True
    shown = "".join(c for c in ", ".join(named)[:60] if c.isprintable())
    raise BadAnswer(f"{target} answered with Content-Encoding {shown}, only gzip was asked for")


class Body:
    """`feed` each raw chunk, then `finish`. Raises TooLarge, BadAnswer. With `cut` the bound ends it without error."""

    def __init__(self, target: str, *, limit: int, gzipped: bool, cut: bool = False) -> None:
        self._target = target
        self._limit = limit
        self._cut = cut
        self._gzipped = gzipped
        self._inflater: zlib._Decompress | None = None
        self._head = b""
        self._members = 0
        self._padding = False
        self._raw = 0
        self._size = 0
        self._parts: list[bytes] = []
        self.full = False
        """Reached the bound; only with `cut`."""

    def feed(self, chunk: bytes) -> None:
        self._raw += len(chunk)
        if self._raw > self._limit and not self._cut:
            raise TooLarge(f"{self._target} answered with more than {self._limit:,} bytes")
        if self._gzipped:
            self._inflate(chunk)
        else:
            self._keep(chunk)

    def finish(self) -> bytes:
        if self._gzipped and not self.full:
            if self._inflater is not None and not self._inflater.eof:
                raise BadAnswer(f"{self._target} answered with a gzip body that is cut off")
            self._parts.append(self._head if self._members == 0 else b"")
        return b"".join(self._parts)

    def _inflate(self, chunk: bytes) -> None:
        data = self._head + chunk
        self._head = b""
        while data and not self.full and not self._padding:
            if self._inflater is None or self._inflater.eof:
                if len(data) < len(_MAGIC) and _MAGIC.startswith(data):
                    self._head = data  # too short to tell
                    return
                if not self._open(data):
                    return
            data = self._step(data)

    def _open(self, data: bytes) -> bool:
        """Begins the member that `data` starts with; False when it starts with none."""
        if not data.startswith(_MAGIC):
            self._padding = self._members > 0
            self._gzipped = self._members > 0
            if not self._gzipped:
                self._keep(data)
            return False
        self._members += 1
        if self._members > _MEMBERS:
            raise BadAnswer(f"{self._target} answered with more than {_MEMBERS:,} gzip members")
        self._inflater = zlib.decompressobj(wbits=31)
        return True

    def _step(self, data: bytes) -> bytes:
        """Inflates a little of `data`; returns what is left of it."""
        inflater = self._inflater
        if inflater is None:
            return b""
        try:
            self._keep(inflater.decompress(data, _STEP))
        except zlib.error as error:
            raise BadAnswer(f"{self._target} answered with a broken gzip body") from error
        return inflater.unused_data if inflater.eof else inflater.unconsumed_tail

    def _keep(self, part: bytes) -> None:
        if self._size + len(part) > self._limit:
            if not self._cut:
                raise TooLarge(f"{self._target} answered with a body that inflates past {self._limit:,} bytes")
            part = part[: self._limit - self._size]
            self.full = True
        self._size += len(part)
        self._parts.append(part)
