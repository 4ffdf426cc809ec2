"""A user's ONNX classifier, for reader processes only: texts in, probabilities of the three tones out.

    text → tokenizer.json, cut to max_tokens → the model's logits → softmax → shares of the labels, added by tone

Loaded once per process and file version, on one thread: two shared cores have other work. Texts go in one by one:
without padding nothing depends on a mask, and on one CPU thread a padded batch is no faster.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from monitor.errors import Unreadable
from monitor.model import Probabilities, Tone

_QUIET = 4
"""onnxruntime's "fatal only": what it has to say comes as an exception too."""
_TYPES = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_NO_MEMORY = ("bad_alloc", "Failed to allocate", "bad allocation")


def judge(
    model: str, tokenizer: str, labels: Sequence[str], max_tokens: int, texts: Sequence[str]
) -> list[Probabilities | str]:
    """One per text, in order; in words, why this text has none. Raises Unreadable when model, tokenizer and labels do
    not fit together; MemoryError.
    """
    try:
        loaded = _loaded(model, tokenizer, _version(model), _version(tokenizer))
        return [_judged(loaded, labels, max_tokens, text) for text in texts]
    except Unreadable:
        raise
    except Exception as error:
        if any(sign in str(error) for sign in _NO_MEMORY):
            raise MemoryError from error
        raise Unreadable(f"{Path(model).name}: {_first_line(error)}") from error


@dataclass(frozen=True, slots=True)
class _Loaded:
    name: str
    tokenizer: Any
    session: Any
    types: dict[str, Any]
    """Of its inputs."""


@lru_cache(maxsize=2)
def _loaded(model: str, tokenizer: str, *versions: tuple[int, int]) -> _Loaded:
    """`versions`: a file that was replaced is loaded anew."""
    del versions
    words = Tokenizer.from_file(tokenizer)
    words.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    types = {one.name: _TYPES.get(one.type) for one in session.get_inputs()}
    strange = [name for name, kind in types.items() if name not in _INPUTS or kind is None]
    if strange:
        raise Unreadable(f"{Path(model).name}: it wants {strange[0]}; known are {', '.join(_INPUTS)} as integers")
    return _Loaded(Path(model).name, words, session, types)


def _judged(loaded: _Loaded, labels: Sequence[str], max_tokens: int, text: str) -> Probabilities | str:
    loaded.tokenizer.enable_truncation(max_tokens)
    encoded = loaded.tokenizer.encode(text)
    given = dict(zip(_INPUTS, (encoded.ids, encoded.attention_mask, encoded.type_ids), strict=True))
    inputs = {name: np.array([given[name]], dtype=kind) for name, kind in loaded.types.items()}
    logits = np.asarray(loaded.session.run(None, inputs)[0], dtype=np.float64)
    if logits.shape != (1, len(labels)):
        raise Unreadable(f"{loaded.name}: its output has the shape {logits.shape}, {len(labels)} labels are configured")
    if not np.isfinite(logits).all():
        return f"{loaded.name}: its output is no number"
    return _shares(logits[0], labels)


def _shares(logits: Any, labels: Sequence[str]) -> Probabilities:
    raised = np.exp(logits - logits.max())
    shares = dict.fromkeys(Tone, 0.0)
    for label, share in zip(labels, raised / raised.sum(), strict=True):
        shares[Tone(label)] += float(share)
    negative, positive = round(shares[Tone.NEGATIVE], 4), round(shares[Tone.POSITIVE], 4)
    return Probabilities(negative, round(max(0.0, 1 - negative - positive), 4), positive)


def _version(path: str) -> tuple[int, int]:
    facts = Path(path).stat()
    return facts.st_mtime_ns, facts.st_size


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
