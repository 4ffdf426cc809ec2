"""Texts as rows of a sparse matrix: words, then letter groups, then signs, exactly as judging sees them."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from monitor.core import features

WORDS = 1 << features.WORD_BITS
CHARS = 1 << features.CHAR_BITS
SIGNS = 1 << features.SIGN_BITS
WIDTH = WORDS + CHARS + SIGNS
Vector = npt.NDArray[np.float32]


def of(texts: Iterable[str]) -> sparse.csr_matrix:
    """One row a text, float32; each block scaled as in `monitor.core.weighing`."""
    cache: dict[str, features.Unit] = {}
    columns, values, ends = array("i"), array("f"), array("q", [0])
    for text in texts:
        units = [_unit(token, cache) for token in features.tokens(text)]
        words, signs = features.bag([unit.key for unit in units], features.marked([unit.tags for unit in units]))
        groups = [number + WORDS for unit in units for number in unit.chars]
        columns.extend(words)
        values.extend([1 / (len(words) or 1) ** 0.5] * len(words))
        columns.extend(groups)
        values.extend([1 / (len(groups) or 1) ** 0.5] * len(groups))
        columns.extend([number + WORDS + CHARS for number in signs])
        values.extend([features.SIGN_VALUE] * len(signs))
        ends.append(len(columns))
    parts = (np.frombuffer(values, np.float32), np.frombuffer(columns, np.int32), np.frombuffer(ends, np.int64))
    matrix = sparse.csr_matrix(parts, shape=(len(ends) - 1, WIDTH))
    matrix.sum_duplicates()
    return matrix


def _unit(token: str, cache: dict[str, features.Unit]) -> features.Unit:
    found = cache.get(token)
    if found is None:
        found = cache[token] = features.unit(token)
    return found


@dataclass(frozen=True, slots=True)
class Size:
    """Columns of the blocks; a model of one language needs fewer than one of fifty."""

    words: int = WORDS
    chars: int = CHARS

    @property
    def width(self) -> int:
        return self.words + self.chars + SIGNS


FULL = Size()


def folded(texts: sparse.csr_matrix, size: Size) -> sparse.csr_matrix:
    """The same texts over fewer columns: each block repeats from the start."""
    at = texts.indices
    words, chars = at < WORDS, (at >= WORDS) & (at < WORDS + CHARS)
    columns = np.where(
        words,
        at % size.words,
        np.where(chars, size.words + (at - WORDS) % size.chars, at - WORDS - CHARS + size.words + size.chars),
    )
    smaller = sparse.csr_matrix((texts.data.copy(), columns, texts.indptr.copy()), shape=(texts.shape[0], size.width))
    smaller.sum_duplicates()
    return smaller


def groups(matrix: sparse.csr_matrix, size: Size = FULL) -> npt.NDArray[np.float64]:
    """How many letter groups each text has: each counts 1/√(how many there are)."""
    sums = matrix[:, size.words : size.words + size.chars].sum(axis=1)
    return np.asarray(sums, dtype=np.float64).ravel() ** 2


def common(matrix: sparse.csr_matrix, size: Size = FULL) -> npt.NDArray[np.bool_]:
    """Columns seen in enough texts to learn from: 3 for words and signs, 4 for letter groups."""
    seen = np.bincount(matrix.indices, minlength=size.width)
    least = np.full(size.width, 3)
    least[size.words : size.words + size.chars] = 4
    return np.asarray(seen >= least, dtype=np.bool_)
