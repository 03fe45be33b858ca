"""Lets the hypotheses of one beam search share the sound they listen to.

The library gives cross-attention five hypotheses and one sound; the product of the two copies the
keys and values of the whole window five times per layer and token (a third of the decoding time,
measured). Cross-attention has no mask, so the five queries may just as well stand in one row: the
sums are the same, the copies are gone.
"""

from collections.abc import Callable
from functools import partial

from torch import Tensor
from whisper.model import Whisper

Attention = Callable[..., tuple[Tensor, Tensor | None]]


def share_sound_between_beams(model: Whisper) -> None:
    """Change the cross-attention of `model`'s decoder in place; its results stay the same."""
    for block in model.decoder.blocks:
        attention: Attention = block.cross_attn.qkv_attention
        block.cross_attn.qkv_attention = partial(_attend_in_one_row, attention)


def _attend_in_one_row(
    attention: Attention, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None
) -> tuple[Tensor, Tensor | None]:
    beams, length, state = query.shape
    if beams == 1 or key.shape[0] != 1 or mask is not None:
        return attention(query, key, value, mask)
    heard, _ = attention(query.reshape(1, beams * length, state), key, value)
    return heard.reshape(beams, length, state), None
