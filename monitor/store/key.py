"""The signing key: made once, kept in a file that only its owner may read beside the database; part of a backup."""

import os
import secrets
from pathlib import Path

from monitor.errors import StoreError

BYTES = 32


def signing_key(database: Path) -> bytes:
    """The key of this database, made now if there is none. Raises StoreError when others may read it."""
    path = database.with_name(database.name + ".key")
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(file, "wb") as stream:
        stream.write(key := secrets.token_bytes(BYTES))
    return key


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise StoreError(f"{path}: others may read the signing key; run `chmod 600 {path}`")
    key = path.read_bytes()
    if len(key) != BYTES:
        raise StoreError(f"{path}: {len(key)} bytes, a signing key has {BYTES}; remove the file to make a new one")
    return key
