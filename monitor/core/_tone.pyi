from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Self

from monitor.core.lexicon.idioms import Idiom
from monitor.core.lexicon.patterns import Masks
from monitor.core.weighing import Eight, Five, Plane, Row, Score, Stretch, Triple, Word

EDITION: int

class Lexicon:
    def __new__(
        cls,
        words: dict[str, int],
        stems: dict[str, int],
        tags: dict[str, int],
        turned: dict[int, int],
        patterns: tuple[Masks, ...],
        find: Callable[[Sequence[str], Sequence[int]], list[Idiom]],
        /,
    ) -> Self: ...
    def unit(self, token: str, /) -> tuple[int, list[int], int]: ...

class Reader:
    def __new__(
        cls,
        lexicon: Lexicon,
        words: Plane,
        chars: Plane,
        signs: Plane,
        bias: Five,
        calibration: tuple[Eight, Eight, Eight],
        lifts: dict[int, Triple],
        trust: float,
        score: type[Score],
        word: type[Word],
        /,
    ) -> Self: ...
    def look(self, text: str, names: AbstractSet[str], /) -> Piece: ...
    def row(self, kind: int, feature: int, /) -> Row | None: ...

class Piece:
    @property
    def text(self) -> str: ...
    @property
    def score(self) -> Score: ...
    @property
    def likely(self) -> Triple: ...
    @property
    def idioms(self) -> tuple[Stretch, ...]: ...
    def words(self, every: bool, /) -> list[Word]: ...

def tokens(text: str, /) -> list[str]: ...
