"""A user's ONNX classifier as judge of tone. It runs in a reader process of its own, under limits, never in this one.

    texts → batches of 8 → monitor.models.onnx:judge in the reader → probabilities | why not

The reader keeps the model loaded from page to page. When it dies (memory, time, a crash in foreign code) or the model
fits neither tokenizer nor labels, the rest of that page is not asked: a model of 900 MB takes 2 s to fail, each time.
"""

import asyncio
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from monitor.errors import ReadError
from monitor.judges import PATIENCE, Text, Verdict
from monitor.model import Tone
from monitor.readers import MIB, Limits

kind = "onnx"
BATCH = 8
"""Texts in one call: a base model takes about 0.1 s for each."""
LIMITS = Limits(cpu=30.0, wall=60.0, memory=2048 * MIB, kept=2048 * MIB)
"""Address space, of which a model needs about three times its file while it is loaded: 500 MB of model fit."""
_NEEDED = ("onnxruntime", "tokenizers")


def _file(path: str, info: ValidationInfo) -> str:
    file = (info.context or {}).get("folder", Path()) / path
    if not file.is_file():
        raise ValueError("there is no such file; a path is relative to the folder of this configuration")
    return str(file)


def _tones(labels: list[Tone]) -> list[Tone]:
    if Tone.NEGATIVE not in labels:
        raise ValueError('one of the labels must be "negative": what is never negative is never told')
    return labels


class Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    model: Annotated[str, AfterValidator(_file)]
    """The ONNX file: token ids in, one number (logit) per label out."""
    tokenizer: Annotated[str, AfterValidator(_file)]
    """Its `tokenizer.json`."""
    labels: Annotated[list[Tone], Field(min_length=2, max_length=100), AfterValidator(_tones)]
    """What each output means, in the model's order; several may mean the same (five stars)."""
    max_tokens: Annotated[int, Field(strict=True, ge=8, le=8192)] = 256
    """What a longer text is cut to."""


def missing() -> str | None:
    """What to do when the packages are not installed."""
    if all(find_spec(name) for name in _NEEDED):
        return None
    return 'an ONNX judge needs more packages: pip install "monitor[models]"'


class Reader(Protocol):
    async def run(self, function: str, *args: Any, limits: Limits) -> Any:
        """Raises ReadError."""
        ...


class Classifier:
    def __init__(self, name: str, options: Options, reader: Reader, patience: float = PATIENCE) -> None:
        self.name = name
        self._options = options
        self._reader = reader
        self._patience = patience

    async def judge(self, brand: str, texts: Sequence[Text]) -> list[Verdict]:
        """The whole text is judged: a plain classifier knows nothing of `brand`."""
        del brand
        verdicts: list[Verdict] = []
        try:
            async with asyncio.timeout(self._patience):
                for start in range(0, len(texts), BATCH):
                    verdicts += await self._batch(texts[start : start + BATCH])
        except TimeoutError:
            why = "no time was left for this text"
        except ReadError as error:
            why = f"{error.name}: {error}"
        else:
            return verdicts
        return [*verdicts, *[why] * (len(texts) - len(verdicts))]

    async def _batch(self, texts: Sequence[Text]) -> Sequence[Verdict]:
        """Raises ReadError."""
        said = [f"{text.title}\n{text.text}".strip() for text in texts]
        one = self._options
        labels = [str(label) for label in one.labels]
        verdicts: Sequence[Verdict] = await self._reader.run(
            "monitor.models.onnx:judge", one.model, one.tokenizer, labels, one.max_tokens, said, limits=LIMITS
        )
        return verdicts
