"""Encodes a short note at its own length instead of Whisper's padded thirty seconds.

Whisper pads every window to 30 s before the encoder, and attention over that padding is most of
the cost of a short note. The encoder takes any length (its positions are sinusoids, so the first
n rows are right for n frames), only its shape check stands in the way. Here the encoder is given
the note plus a margin of silence; the decoder, the thresholds and the time stamps stay the
library's own, because the window it believes in is still 30 s.

Measured with the base weights (docs/decisions/own-length-encoding.md): with a margin under 2 s words
are lost at the end, a longer one only costs time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from whisper.audio import FRAMES_PER_SECOND, N_FRAMES
from whisper.model import AudioEncoder, Whisper

MARGIN_SECONDS: Final = 2


class OwnLengthEncoder(nn.Module):
    """`encoder` over the first `frames` mel frames (10 ms each) of whatever it is given.

    The last result is kept: the library encodes the same window once to decode it, again for
    every higher temperature and again for the word times.
    """

    def __init__(self, encoder: AudioEncoder, frames: int) -> None:
        super().__init__()
        self._encoder = encoder
        self._frames = frames
        self._last: tuple[Tensor, Tensor] | None = None

    def forward(self, mel: Tensor) -> Tensor:
        """(batch, mels, ≥ frames) → (batch, frames / 2, state)."""
        mel = mel[..., : self._frames]
        if self._last is not None and torch.equal(self._last[0], mel):
            return self._last[1]
        features = self._encode(mel)
        self._last = (mel.clone(), features)
        return features

    def _encode(self, mel: Tensor) -> Tensor:
        encoder = self._encoder
        states = functional.gelu(encoder.conv1(mel))
        states = functional.gelu(encoder.conv2(states)).permute(0, 2, 1)
        states = (states + encoder.positional_embedding[: states.shape[1]]).to(states.dtype)
        for block in encoder.blocks:
            states = block(states)
        features: Tensor = encoder.ln_post(states)
        return features


def own_frames(samples: int, sample_rate: int = 16_000) -> int:
    """Mel frames for a note of `samples` and its margin, even, never beyond Whisper's window."""
    content = -(-samples * FRAMES_PER_SECOND // sample_rate)
    frames = content + MARGIN_SECONDS * FRAMES_PER_SECOND
    return min(int(frames + frames % 2), int(N_FRAMES))


@contextmanager
def encoding_at(model: Whisper, frames: int = N_FRAMES) -> Iterator[None]:
    """Within it, `model` encodes the first `frames` of each window, and each window once.

    With all of a window's frames the results are the library's own, bit for bit.
    """
    encoder = model.encoder
    model.encoder = OwnLengthEncoder(encoder, frames)
    try:
        yield
    finally:
        model.encoder = encoder
