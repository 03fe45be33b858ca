"""Stores the decoder's matrices in the order a processor reads them fastest.

A decoding step multiplies five rows, one for each hypothesis, with every matrix of the decoder, so
it costs what reading the matrices costs. oneDNN, which PyTorch carries, reads its own blocked order
two to five times faster than the plain one (measured: docs/decisions/own-length-encoding.md). The
sums are the same float32 sums in another order.
"""

from types import MethodType

import torch
from torch import Tensor, nn
from whisper.model import TextDecoder, Whisper


class PackedLinear(nn.Module):
    """x W^T + b with W in oneDNN's order: any shape (…, in) to (…, out), without gradients."""

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight.detach().float(), None)
        self._bias = None if bias is None else bias.detach().float()

    def forward(self, rows: Tensor) -> Tensor:
        """The product, of the rows' type."""
        product: Tensor = torch.ops.mkldnn._linear_pointwise(
            rows.float(), self._weight, self._bias, "none", [], ""
        )
        return product.to(rows.dtype)


def can_pack(model: Whisper) -> bool:
    """Whether this machine and this PyTorch know the packed order."""
    return (
        model.device.type == "cpu"
        and torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
        and hasattr(torch.ops.mkldnn, "_reorder_linear_weight")
        and hasattr(torch.ops.mkldnn, "_linear_pointwise")
    )


def pack_decoder(model: Whisper) -> None:
    """Replace the decoder's matrices in place; does nothing where they cannot be packed."""
    if not can_pack(model):
        return
    for module in list(model.decoder.blocks.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Linear):
                setattr(module, name, PackedLinear(child.weight, child.bias))
    model.decoder.project = PackedLinear(model.decoder.token_embedding.weight, None)
    model.decoder.forward = MethodType(_decode, model.decoder)


def _decode(
    decoder: TextDecoder, x: Tensor, xa: Tensor, kv_cache: dict[nn.Module, Tensor] | None = None
) -> Tensor:
    """`TextDecoder.forward` of openai-whisper 20250625, its last product packed."""
    offset = next(iter(kv_cache.values())).shape[1] if kv_cache else 0
    positions = decoder.positional_embedding[offset : offset + x.shape[-1]]
    states = (decoder.token_embedding(x) + positions).to(xa.dtype)
    for block in decoder.blocks:
        states = block(states, xa, mask=decoder.mask, kv_cache=kv_cache)
    logits: Tensor = decoder.project(decoder.ln(states)).float()
    return logits
