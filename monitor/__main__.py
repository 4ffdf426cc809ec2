"""`python -m monitor` is `monitor`. A daemon can be ended from here on, before a second of imports has passed."""

import sys
from collections.abc import Sequence

from monitor.ending import Ending


def main() -> None:
    ending = Ending()
    if _command(sys.argv[1:]) == "run":
        ending.listen()
    from monitor.cli import cli  # noqa: PLC0415 - what is imported before listen() can be killed

    cli(prog_name="monitor", obj=ending)


def _command(words: Sequence[str]) -> str | None:
    """The first word that is neither an option nor the value of --config."""
    rest = iter(words)
    for word in rest:
        if word == "--config":
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return None


if __name__ == "__main__":
    main()
