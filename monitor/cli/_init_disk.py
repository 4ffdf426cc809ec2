"""The two files that `monitor init` leaves: the configuration, and the webhook's secret beside it.

Both are for their owner alone (0600): the secret is one, and the address of a webhook lets whoever reads it post there.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import click

from monitor.config.problems import printable
from monitor.secret import SecretRef

_KEY_BYTES = 32
"""Standard Webhooks: 24 to 64."""


@dataclass(frozen=True, slots=True)
class SecretFile:
    path: Path
    fresh: bool
    """Made just now: no receiver knows it yet."""


def secret_path(config: Path) -> Path:
    """`config.toml` → `config.webhook-secret`, in the same folder."""
    return config.with_name(f"{config.stem}.webhook-secret")


def secret_file(config: Path) -> SecretFile:
    """One that is there is used, since a receiver may know it. Raises ConfigError when it cannot be, by its name."""
    path = secret_path(config)
    made = "whsec_" + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
    try:
        _write(path, f"{made}\n")
    except FileExistsError:
        SecretRef("file", str(path.absolute())).reveal()
        return SecretFile(path, fresh=False)
    return SecretFile(path, fresh=True)


def check_place(config: Path, *, force: bool) -> None:
    """Raises UsageError where no configuration may be written."""
    shown = printable(str(config))
    if config.is_dir():
        raise click.UsageError(f"{shown}: this is a folder; name a file in it with --config")
    if not config.parent.is_dir():
        raise click.UsageError(f"{shown}: its folder is not there")
    if os.path.lexists(config) and not force:
        raise click.UsageError(f"{shown}: there is a configuration already; --force overwrites it")


def save(config: Path, text: str) -> None:
    """Whole or not at all: written beside and renamed."""
    target = config.resolve()
    beside = target.with_name(f".{target.name}.new")
    beside.unlink(missing_ok=True)
    _write(beside, text)
    beside.replace(target)


def _write(path: Path, text: str) -> None:
    """Raises FileExistsError."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
            file.write(text)
            file.flush()
            os.fsync(descriptor)
    except FileExistsError:
        raise
    except OSError as e:
        raise click.ClickException(f"{printable(str(path))}: cannot be written: {e.strerror}") from e
