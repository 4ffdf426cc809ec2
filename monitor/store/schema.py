"""The shape of the database over time: where it stands, and how it gets to where this version wants it.

A new database is made whole. An older one is backed up first, then migrated; every migration only adds.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from monitor.errors import StoreError

HEAD = "0001"
"""The newest migration; a test compares it with the folder."""
_FOLDER = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """None: the database is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def knows(revision: str) -> bool:
    """A migration of ours made it; otherwise another version of monitor did."""
    return any(path.name.startswith(f"{revision}_") for path in (_FOLDER / "versions").glob("*.py"))


def migrate(connection: Connection) -> None:
    """Brings the database to HEAD. Raises StoreError when a newer version of monitor made it."""
    at = revision(connection)
    if at == HEAD:
        return
    from alembic import command  # noqa: PLC0415 0.2 s, needed once in a version's life
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(
            f"the database was made by another version of monitor (schema {at}, this one knows {HEAD}): {error}"
        ) from error
