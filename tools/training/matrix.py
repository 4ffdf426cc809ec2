"""Texts as rows of a sparse matrix: words, then letter groups, then signs, exactly as judging sees them."""

from array import array
from collections.abc import Iterable

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
    """One row a text, float32; each block scaled as in `monitor.core.scoring`."""
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


def common(matrix: sparse.csr_matrix) -> npt.NDArray[np.bool_]:
    """Columns seen in enough texts to learn from: 3 for words and signs, 4 for letter groups."""
    seen = np.bincount(matrix.indices, minlength=WIDTH)
    least = np.full(WIDTH, 3)
    least[WORDS : WORDS + CHARS] = 4
    return np.asarray(seen >= least, dtype=np.bool_)
