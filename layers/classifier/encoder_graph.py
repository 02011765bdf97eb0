"""The ONNX graph of a BERT sentence encoder, built from its weights with numpy and onnx alone.

The architecture is that of Devlin et al. 2019 (post-norm transformer, exact GELU); the sentence vector is the mean
of the token vectors, scaled to length 1, as sentence-transformers does for all-MiniLM-L6-v2. Everything that does not
depend on the text is folded into the weights: token types into positions, the attention scale into the queries.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, npt.NDArray[np.float32]]

OPSET = 17
"""The first opset with LayerNormalization; every runtime since onnxruntime 1.13 reads it."""
IR_VERSION = 8
"""The file format that belongs to opset 17; newer ones shut out onnxruntime 1.20."""
INPUT = "input_ids"
OUTPUT = "embedding"


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderShape:
    """The sizes of an encoder; the defaults are those of all-MiniLM-L6-v2 with its 256 tokens a text."""

    layers: int = 6
    heads: int = 12
    hidden: int = 384
    max_tokens: int = 256
    layer_norm_epsilon: float = 1e-12

    @property
    def head_size(self) -> int:
        """The length of one attention head's vectors."""
        return self.hidden // self.heads


class _Graph:
    """Nodes and constants in the order in which they are added, so that equal weights give equal bytes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, inputs: list[str], name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def dense(self, x: str, name: str, weight: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> str:
        product = self.node("MatMul", [x, self.constant(f"{name}.weight", weight)], f"{name}.product")
        return self.node("Add", [product, self.constant(f"{name}.bias", bias)], name)


def build_encoder(weights: Weights, shape: EncoderShape | None = None) -> onnx.ModelProto:
    """The fp32 model: `input_ids` int64 [texts, tokens] to `embedding` float32 [texts, hidden].

    There is no attention mask: texts of one call must have the same number of tokens.
    Raises `KeyError` where a weight is missing, `onnx.checker.ValidationError` where the sizes do not agree.
    """
    shape = shape or EncoderShape()
    graph = _Graph()
    graph.constant("per_head", np.array([0, 0, shape.heads, shape.head_size], dtype=np.int64))
    graph.constant("joined", np.array([0, 0, shape.hidden], dtype=np.int64))
    graph.constant("half", np.array(0.5, dtype=np.float32))
    graph.constant("one", np.array(1.0, dtype=np.float32))
    graph.constant("root_half", np.array(math.sqrt(0.5), dtype=np.float32))
    x = _embed_tokens(graph, weights, shape)
    for layer in range(shape.layers):
        x = _transformer_layer(graph, weights, shape, x, f"encoder.layer.{layer}")
    _pool(graph, x)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "sentence_encoder",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["texts", "tokens"])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["texts", shape.hidden])],
            graph.constants,
        ),
        producer_name="civicline",
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def _embed_tokens(graph: _Graph, weights: Weights, shape: EncoderShape) -> str:
    """Word and position vectors of each token, normed."""
    positions = weights["embeddings.position_embeddings.weight"][: shape.max_tokens]
    positions = positions + weights["embeddings.token_type_embeddings.weight"][0]
    graph.constant("words", weights["embeddings.word_embeddings.weight"])
    graph.constant("positions", positions)
    word_vectors = graph.node("Gather", ["words", INPUT], "word_vectors")
    graph.constant("first", np.array([0], dtype=np.int64))
    size = graph.node("Shape", [INPUT], "token_count", start=1, end=2)
    position_vectors = graph.node("Slice", ["positions", "first", size], "position_vectors")
    total = graph.node("Add", [word_vectors, position_vectors], "token_vectors")
    return _layer_norm(graph, weights, shape, total, "embeddings.LayerNorm")


def _transformer_layer(graph: _Graph, weights: Weights, shape: EncoderShape, x: str, name: str) -> str:
    attended = _attention(graph, weights, shape, x, name)
    residual = graph.node("Add", [x, attended], f"{name}.attention.residual")
    x = _layer_norm(graph, weights, shape, residual, f"{name}.attention.output.LayerNorm")
    inner = _dense(graph, weights, x, f"{name}.intermediate.dense")
    outer = _dense(graph, weights, _gelu(graph, inner, name), f"{name}.output.dense")
    residual = graph.node("Add", [x, outer], f"{name}.residual")
    return _layer_norm(graph, weights, shape, residual, f"{name}.output.LayerNorm")


def _attention(graph: _Graph, weights: Weights, shape: EncoderShape, x: str, name: str) -> str:
    """Multi-head attention; queries, keys and values in one product, which quantises the input once."""
    scale = np.float32(1 / math.sqrt(shape.head_size))
    prefix = f"{name}.attention.self"
    kernels = [weights[f"{prefix}.{part}.weight"].T for part in ("query", "key", "value")]
    biases = [weights[f"{prefix}.{part}.bias"] for part in ("query", "key", "value")]
    kernels[0], biases[0] = kernels[0] * scale, biases[0] * scale
    joint = graph.dense(x, f"{prefix}.joint", np.concatenate(kernels, axis=1), np.concatenate(biases))
    parts = [f"{prefix}.query", f"{prefix}.key", f"{prefix}.value"]
    graph.nodes.append(helper.make_node("Split", [joint], parts, name=f"{prefix}.split", axis=2))
    turned = []
    for part, order in zip(parts, ((0, 2, 1, 3), (0, 2, 3, 1), (0, 2, 1, 3)), strict=True):
        per_head = graph.node("Reshape", [part, "per_head"], f"{part}.per_head")
        turned.append(graph.node("Transpose", [per_head], f"{part}.turned", perm=order))
    query, key, value = turned
    scores = graph.node("MatMul", [query, key], f"{prefix}.scores")
    shares = graph.node("Softmax", [scores], f"{prefix}.shares", axis=-1)
    mixed = graph.node("MatMul", [shares, value], f"{prefix}.mixed")
    back = graph.node("Transpose", [mixed], f"{prefix}.back", perm=(0, 2, 1, 3))
    joined = graph.node("Reshape", [back, "joined"], f"{prefix}.joined")
    return _dense(graph, weights, joined, f"{name}.attention.output.dense")


def _gelu(graph: _Graph, x: str, name: str) -> str:
    """x * 0.5 * (1 + erf(x / sqrt 2)): spelt in the order that onnxruntime fuses into one kernel."""
    scaled = graph.node("Mul", [x, "root_half"], f"{name}.gelu.scaled")
    erf = graph.node("Erf", [scaled], f"{name}.gelu.erf")
    shifted = graph.node("Add", [erf, "one"], f"{name}.gelu.shifted")
    product = graph.node("Mul", [x, shifted], f"{name}.gelu.product")
    return graph.node("Mul", [product, "half"], f"{name}.gelu")


def _dense(graph: _Graph, weights: Weights, x: str, name: str) -> str:
    return graph.dense(x, name, weights[f"{name}.weight"].T, weights[f"{name}.bias"])


def _layer_norm(graph: _Graph, weights: Weights, shape: EncoderShape, x: str, name: str) -> str:
    scale = graph.constant(f"{name}.weight", weights[f"{name}.weight"])
    shift = graph.constant(f"{name}.bias", weights[f"{name}.bias"])
    return graph.node("LayerNormalization", [x, scale, shift], name, axis=-1, epsilon=shape.layer_norm_epsilon)


def _pool(graph: _Graph, x: str) -> None:
    """The mean over tokens, scaled to length 1; the floor keeps a vector of zeros from dividing by zero."""
    graph.constant("floor", np.array(1e-12, dtype=np.float32))
    mean = graph.node("ReduceMean", [x], "mean", axes=[1], keepdims=0)
    length = graph.node("ReduceL2", [mean], "length", axes=[1], keepdims=1)
    safe = graph.node("Max", [length, "floor"], "safe_length")
    graph.node("Div", [mean, safe], OUTPUT)
