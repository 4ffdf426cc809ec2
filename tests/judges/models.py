"""Small real ONNX classifiers and their tokenizers: words with a weight per label, added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

WORDS: Mapping[str, tuple[float, ...]] = {
    "[UNK]": (0.0, 0.0, 0.0),
    "bad": (4.0, 0.0, -4.0),
    "good": (-4.0, 0.0, 4.0),
    "plain": (-2.0, 4.0, -2.0),
    "broken": (float("nan"), 0.0, 0.0),
}
"""In the order negative, neutral, positive."""


@dataclass(frozen=True)
class Files:
    model: str
    tokenizer: str


def a_classifier(
    folder: Path,
    words: Mapping[str, Sequence[float]] = WORDS,
    *,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    tokens: int = TensorProto.INT64,
    padding: int = 0,
) -> Files:
    """`padding`: float32 numbers that make the file as large as a real one."""
    model, tokenizer = folder / "model.onnx", folder / "tokenizer.json"
    onnx.save(_graph(words, inputs, tokens, padding), model)
    vocabulary = {word: number for number, word in enumerate(words)}
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.enable_padding(length=64)  # as many published ones do
    made.save(str(tokenizer))
    return Files(str(model), str(tokenizer))


def _graph(words: Mapping[str, Sequence[float]], inputs: Sequence[str], tokens: int, padding: int) -> onnx.ModelProto:
    table = np.array(list(words.values()), dtype=np.float32)
    given = [helper.make_tensor_value_info(name, tokens, [1, "tokens"]) for name in inputs]
    nodes = [
        helper.make_node("Gather", ["table", inputs[0]], ["rows"]),
        helper.make_node("ReduceSum", ["rows", "axis"], ["sums"], keepdims=0),
        helper.make_node("Add", ["sums", "nothing"], ["logits"]),
    ]
    weights: dict[str, np.ndarray[tuple[int, ...], np.dtype[Any]]] = {
        "table": table,
        "axis": np.array([1], dtype=np.int64),
        "nothing": np.zeros(table.shape[1], dtype=np.float32),
    }
    if padding:
        nodes[2:] = [
            helper.make_node("ReduceSum", ["ballast"], ["weight"], keepdims=0),
            helper.make_node("Add", ["sums", "weight"], ["logits"]),
        ]
        weights["ballast"] = np.zeros(padding, dtype=np.float32)
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, table.shape[1]])
    stored = [numpy_helper.from_array(array, name) for name, array in weights.items()]
    graph = helper.make_graph(nodes, "classifier", given, [logits], stored)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
