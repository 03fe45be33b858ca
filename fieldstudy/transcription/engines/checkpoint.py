"""Writes the openai-whisper checkpoint that a CTranslate2 Whisper file was made from.

The converter of CTranslate2 only fuses and renames (its `converters/transformers.py`, class
`WhisperLoader`), so the way back loses nothing: query, key and value are rows of one matrix, and
Whisper's key projection has no bias, so that third of the fused bias must be zero.
"""

from collections.abc import Iterator
from pathlib import Path

import torch
import whisper
from whisper.model import ModelDimensions, Whisper

from fieldstudy.transcription.weights.ctranslate2_file import Model, Variable


class NotConvertible(ValueError):
    """The tensors are not those of a Whisper model in floating point."""


def official_download(name: str) -> tuple[str, str]:
    """(URL, SHA-256) of the checkpoint the library itself would download. Raises KeyError."""
    url = whisper._MODELS[name]
    return url, url.split("/")[-2]


def write_checkpoint(model: Model, target: Path) -> None:
    """Write `{"dims", "model_state_dict"}` as `whisper.load_model` reads it. Raises
    `NotConvertible`; the caller moves the finished file into place."""
    try:
        state = {name: tensor.clone() for name, tensor in _renamed(model)}
        dims = _dimensions(model)
        Whisper(ModelDimensions(**dims)).load_state_dict(state)
    except KeyError as error:
        raise NotConvertible(f"{error.args[0]} is missing") from error
    except RuntimeError as error:
        raise NotConvertible(str(error)) from error
    torch.save({"dims": dims, "model_state_dict": state}, target)


def _dimensions(model: Model) -> dict[str, int]:
    audio_state, mels, _ = model.variables["encoder/conv1/weight"].shape
    audio_context, _ = model.variables["encoder/position_encodings/encodings"].shape
    vocabulary, text_state = model.variables["decoder/embeddings/weight"].shape
    text_context, _ = model.variables["decoder/position_encodings/encodings"].shape
    return {
        "n_mels": mels,
        "n_audio_ctx": audio_context,
        "n_audio_state": audio_state,
        "n_audio_head": _integer(model.variables["encoder/num_heads"]),
        "n_audio_layer": _layers(model, "encoder"),
        "n_vocab": vocabulary,
        "n_text_ctx": text_context,
        "n_text_state": text_state,
        "n_text_head": _integer(model.variables["decoder/num_heads"]),
        "n_text_layer": _layers(model, "decoder"),
    }


def _layers(model: Model, half: str) -> int:
    prefix = f"{half}/layer_"
    numbers = {
        int(name[len(prefix) :].split("/")[0])
        for name in model.variables
        if name.startswith(prefix) and name[len(prefix) :].split("/")[0].isdigit()
    }
    return len(numbers)


def _integer(variable: Variable) -> int:
    return int.from_bytes(variable.data, "little", signed=True)


def _tensor(model: Model, name: str) -> torch.Tensor:
    variable = model.variables[name]
    if variable.type not in {"float16", "float32"}:
        raise NotConvertible(f"{name} is {variable.type}")
    values = torch.frombuffer(bytearray(variable.data), dtype=getattr(torch, variable.type))
    return values.reshape(variable.shape)


def _renamed(model: Model) -> Iterator[tuple[str, torch.Tensor]]:
    for half in ("encoder", "decoder"):
        yield f"{half}.positional_embedding", _tensor(model, f"{half}/position_encodings/encodings")
        for index in range(_layers(model, half)):
            yield from _block(model, f"{half}/layer_{index}", f"{half}.blocks.{index}")
    for convolution in ("conv1", "conv2"):
        for part in ("weight", "bias"):
            yield f"encoder.{convolution}.{part}", _tensor(model, f"encoder/{convolution}/{part}")
    yield "decoder.token_embedding.weight", _tensor(model, "decoder/embeddings/weight")
    yield from _norm(model, "encoder/layer_norm", "encoder.ln_post")
    yield from _norm(model, "decoder/layer_norm", "decoder.ln")


def _block(model: Model, source: str, target: str) -> Iterator[tuple[str, torch.Tensor]]:
    attention = f"{source}/self_attention"
    yield from _norm(model, f"{attention}/layer_norm", f"{target}.attn_ln")
    yield from _fused(model, f"{attention}/linear_0", f"{target}.attn", "query", "key", "value")
    yield from _linear(model, f"{attention}/linear_1", f"{target}.attn.out")
    if source.startswith("decoder"):
        cross = f"{source}/attention"
        yield from _norm(model, f"{cross}/layer_norm", f"{target}.cross_attn_ln")
        yield from _linear(model, f"{cross}/linear_0", f"{target}.cross_attn.query")
        yield from _fused(model, f"{cross}/linear_1", f"{target}.cross_attn", "key", "value")
        yield from _linear(model, f"{cross}/linear_2", f"{target}.cross_attn.out")
    yield from _norm(model, f"{source}/ffn/layer_norm", f"{target}.mlp_ln")
    yield from _linear(model, f"{source}/ffn/linear_0", f"{target}.mlp.0")
    yield from _linear(model, f"{source}/ffn/linear_1", f"{target}.mlp.2")


def _norm(model: Model, source: str, target: str) -> Iterator[tuple[str, torch.Tensor]]:
    yield f"{target}.weight", _tensor(model, f"{source}/gamma")
    yield f"{target}.bias", _tensor(model, f"{source}/beta")


def _linear(model: Model, source: str, target: str) -> Iterator[tuple[str, torch.Tensor]]:
    yield f"{target}.weight", _tensor(model, f"{source}/weight")
    yield f"{target}.bias", _tensor(model, f"{source}/bias")


def _fused(
    model: Model, source: str, target: str, *parts: str
) -> Iterator[tuple[str, torch.Tensor]]:
    weights = _tensor(model, f"{source}/weight").chunk(len(parts))
    biases = _tensor(model, f"{source}/bias").chunk(len(parts))
    for part, weight, bias in zip(parts, weights, biases, strict=True):
        yield f"{target}.{part}.weight", weight
        if part != "key":
            yield f"{target}.{part}.bias", bias
        elif bias.any():
            raise NotConvertible(f"{source} has a key bias, Whisper has none")
