"""Writes a Whisper model the way CTranslate2's converter does, for tests of the way back."""

import struct
from collections.abc import Iterator

import torch
from torch import Tensor
from whisper.model import Whisper

TYPES = {torch.float32: 0, torch.int8: 1, torch.int16: 2, torch.float16: 4}


def as_ctranslate2(model: Whisper, *, key_bias: float = 0.0) -> bytes:
    """The model file; ``key_bias`` puts a bias where Whisper has none."""
    variables = dict(_variables(model, key_bias))
    out = bytearray(struct.pack("<I", 6) + _string("WhisperSpec"))
    out += struct.pack("<II", 3, len(variables))
    for name, tensor in sorted(variables.items()):
        raw = tensor.contiguous().numpy().tobytes()
        out += _string(name) + struct.pack("<B", tensor.dim())
        out += b"".join(struct.pack("<I", size) for size in tensor.shape)
        out += struct.pack("<BI", TYPES[tensor.dtype], len(raw)) + raw
    out += struct.pack("<I", 1) + _string("decoder/projection/weight")
    out += _string("decoder/embeddings/weight")
    return bytes(out)


def _string(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"


def _variables(model: Whisper, key_bias: float) -> Iterator[tuple[str, Tensor]]:
    state = model.state_dict()
    dims = model.dims
    for half, heads, layers in (
        ("encoder", dims.n_audio_head, dims.n_audio_layer),
        ("decoder", dims.n_text_head, dims.n_text_layer),
    ):
        yield f"{half}/num_heads", torch.tensor(heads, dtype=torch.int16)
        yield f"{half}/position_encodings/encodings", state[f"{half}.positional_embedding"]
        for index in range(layers):
            yield from _layer(state, f"{half}.blocks.{index}", f"{half}/layer_{index}", key_bias)
    for name in ("conv1", "conv2"):
        for part in ("weight", "bias"):
            yield f"encoder/{name}/{part}", state[f"encoder.{name}.{part}"]
    yield "decoder/embeddings/weight", state["decoder.token_embedding.weight"]
    yield from _norm(state, "encoder.ln_post", "encoder/layer_norm")
    yield from _norm(state, "decoder.ln", "decoder/layer_norm")


def _layer(
    state: dict[str, Tensor], source: str, target: str, key_bias: float
) -> Iterator[tuple[str, Tensor]]:
    own = f"{target}/self_attention"
    yield from _norm(state, f"{source}.attn_ln", f"{own}/layer_norm")
    parts = ("query", "key", "value")
    yield from _fused(state, f"{source}.attn", parts, f"{own}/linear_0", key_bias)
    yield from _linear(state, f"{source}.attn.out", f"{own}/linear_1")
    if f"{source}.cross_attn_ln.weight" in state:
        cross = f"{target}/attention"
        yield from _norm(state, f"{source}.cross_attn_ln", f"{cross}/layer_norm")
        yield from _linear(state, f"{source}.cross_attn.query", f"{cross}/linear_0")
        parts = ("key", "value")
        yield from _fused(state, f"{source}.cross_attn", parts, f"{cross}/linear_1", key_bias)
        yield from _linear(state, f"{source}.cross_attn.out", f"{cross}/linear_2")
    yield from _norm(state, f"{source}.mlp_ln", f"{target}/ffn/layer_norm")
    yield from _linear(state, f"{source}.mlp.0", f"{target}/ffn/linear_0")
    yield from _linear(state, f"{source}.mlp.2", f"{target}/ffn/linear_1")


def _norm(state: dict[str, Tensor], source: str, target: str) -> Iterator[tuple[str, Tensor]]:
    yield f"{target}/gamma", state[f"{source}.weight"]
    yield f"{target}/beta", state[f"{source}.bias"]


def _linear(state: dict[str, Tensor], source: str, target: str) -> Iterator[tuple[str, Tensor]]:
    yield f"{target}/weight", state[f"{source}.weight"]
    yield f"{target}/bias", state[f"{source}.bias"]


def _fused(
    state: dict[str, Tensor], source: str, parts: tuple[str, ...], target: str, key_bias: float
) -> Iterator[tuple[str, Tensor]]:
    weights = [state[f"{source}.{part}.weight"] for part in parts]
    biases = [
        torch.full_like(state[f"{source}.value.bias"], key_bias)
        if part == "key"
        else state[f"{source}.{part}.bias"]
        for part in parts
    ]
    yield f"{target}/weight", torch.cat(weights)
    yield f"{target}/bias", torch.cat(biases)
