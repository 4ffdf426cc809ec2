"""A secret as the configuration names it: where it stands, never what it is.

`password = "env:SMTP_PASSWORD"` or `"file:/run/secrets/smtp"`; a field of a notifier's or connector's Options has the
type `SecretRef`. The value is read when `reveal()` is called, by the one that needs it at that moment, so a
command that sends nothing needs no secret, and a changed file counts at once. A secret written into the file itself
is refused without being repeated; neither `repr` nor `str` nor an error of ours shows a value.
"""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from monitor.errors import ConfigError, Problem

LIMIT = 64 * 1024
"""Bytes of a secret file."""
FORM = 'a secret is written as "env:NAME" or "file:PATH", never as itself'
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class SecretRef:
    """`scheme` is env or file; `name` the variable or the absolute path. Satisfies `settings.Secret`."""

    scheme: str
    name: str
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False, compare=False)

    @classmethod
    def parse(cls, text: str, environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Self:
        """Raises ValueError, without the text. A relative path is relative to `folder`."""
        scheme, _, name = text.partition(":")
        env = os.environ if environ is None else environ
        if scheme == "env" and _NAME.fullmatch(name):
            return cls("env", name, env)
        if scheme == "file" and name and name.isprintable():
            return cls("file", str((folder or Path()).absolute() / name), env)
        raise ValueError(FORM)

    def reveal(self) -> str:
        """The value, read now. Raises ConfigError that names the variable or file."""
        value = self._from_file() if self.scheme == "file" else self._from_environment()
        if not value:
            raise self.error("is empty")
        return value

    def __str__(self) -> str:
        return f"{self.scheme}:{self.name}"

    def _from_environment(self) -> str:
        value = self.environ.get(self.name)
        if value is None:
            raise self.error("this environment variable is not set")
        return value

    def _from_file(self) -> str:
        try:
            value = self._bytes().decode()
        except OSError as e:
            raise self.error(f"cannot be read: {e.strerror}") from e
        except UnicodeDecodeError:
            # The exception carries the bytes: it must not be chained.
            raise self.error("is not UTF-8 text") from None
        return value.rstrip("\r\n")

    def _bytes(self) -> bytes:
        # O_NONBLOCK: opening a pipe that nobody writes to would wait for ever.
        with open(os.open(self.name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 - a descriptor
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise self.error("is not a regular file")
            if facts.st_mode & 0o077:
                mode = stat.S_IMODE(facts.st_mode)
                raise self.error(f"is open to others (mode {mode:04o}); allowed is 0600 or less: chmod 600 {self.name}")
            value = file.read(LIMIT + 1)
        if len(value) > LIMIT:
            raise self.error(f"is larger than {LIMIT} bytes")
        return value

    def error(self, text: str) -> ConfigError:
        """That names it; `text` says what is wrong and holds nothing of the value."""
        return ConfigError([Problem(where=str(self), text=text)])

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Reads the text of the file; dumps back to it. `context` may carry `environ` and `folder`."""
        del source, handler
        return core_schema.with_info_plain_validator_function(
            cls._validated, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def _validated(cls, value: Any, info: core_schema.ValidationInfo) -> Self:
        if isinstance(value, SecretRef):
            return value if isinstance(value, cls) else cls(value.scheme, value.name, value.environ)
        context = info.context or {}
        try:
            if not isinstance(value, str):
                raise ValueError(FORM)  # noqa: TRY004, TRY301 - one answer for every wrong form
            return cls.parse(value, context.get("environ"), context.get("folder"))
        except ValueError as e:
            raise PydanticCustomError("secret_form", FORM) from e
