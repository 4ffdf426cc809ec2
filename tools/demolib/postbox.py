"""The mails of the demo, read in the browser: a list, and each mail with its HTML part in a sandboxed frame.

/           the list, newest first; it renews itself
/3          the third mail that came: head, HTML part, text part
/3/html     its HTML part alone, for the frame
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from . import paper
from .letters import Letter, opened
from .loopback import Asked, Reply
from .mailbox import Mail

_PATH = re.compile(r"/([0-9]{1,6})(/html)?")


class Postbox:
    """`mails` in the order of their coming; it may grow."""

    def __init__(self, mails: Sequence[Mail]) -> None:
        self._mails = mails
        self._opened: list[Letter] = []

    async def answer(self, asked: Asked) -> Reply:
        path = asked.path.partition("?")[0]
        letters = self._letters()
        if path == "/":
            rows = [(number, letter, self._at(number)) for number, letter in enumerate(letters, 1)]
            return paper.page("mails.html", rows=rows[::-1])
        found = _PATH.fullmatch(path)
        number = int(found[1]) if found else 0
        if found is None or not 1 <= number <= len(letters):
            return paper.missing()
        if found[2]:
            return paper.foreign(letters[number - 1].html)
        return paper.page(
            "mail.html", number=number, last=len(letters), letter=letters[number - 1], at=self._at(number)
        )

    def _letters(self) -> list[Letter]:
        self._opened += [opened(mail) for mail in self._mails[len(self._opened) :]]
        return self._opened

    def _at(self, number: int) -> datetime:
        return datetime.fromtimestamp(self._mails[number - 1].at, UTC).astimezone()
