"""Asks the reader processes about many items at once, and finds the one that kills them.

    items → 200 at once → answers
            a reader dies → each half → … → one item → alone in another reader, dies again
                          → is a reader without it alive? → why it cannot be understood, in words

The others go on; an item without an answer is stored as a puzzle (docs/design-notes.md).
"""

from collections.abc import Awaitable, Callable, Sequence

from monitor.core.findings import Judged
from monitor.errors import ReadError
from monitor.model import Item

BATCH = 200
"""Items that one call takes."""

Answer = tuple[Judged, ...] | str
"""What understanding says of an item; in words, why it cannot."""
Ask = Callable[[Sequence[Item]], Awaitable[Sequence[tuple[Judged, ...]]]]
"""One answer per item, in order. Raises ReadError when the reader dies."""


async def answers(items: Sequence[Item], ask: Ask) -> list[Answer]:
    """One per item, in order. Raises ReadError when readers die without the suspected item too: then nothing is taken
    for known, and the pass is repeated.
    """
    found: list[Answer] = []
    for start in range(0, len(items), BATCH):
        found += await _halved(items[start : start + BATCH], ask)
    return found


async def _halved(items: Sequence[Item], ask: Ask) -> list[Answer]:
    try:
        return [*await ask(items)]
    except ReadError as error:
        if len(items) == 1:
            return [await _suspected(items[0], error, ask)]
    half = len(items) // 2
    return [*await _halved(items[:half], ask), *await _halved(items[half:], ask)]


async def _suspected(item: Item, first: ReadError, ask: Ask) -> Answer:
    """One death proves nothing: the text is poison when it kills a second reader, and a reader without it lives."""
    try:
        return (await ask((item,)))[0]
    except ReadError:
        await ask(())
    return f"{first.name}: {first}"
