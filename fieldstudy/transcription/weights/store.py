"""Where speech weights lie, and whether they are there."""

from pathlib import Path

from django.conf import settings


def weights_path(model: str = "", engine: str = "") -> Path:
    """The file (openai-whisper) or folder (faster-whisper) of a model, by name or by path."""
    model = model or settings.FIELDSTUDY_SPEECH_MODEL
    engine = engine or settings.FIELDSTUDY_SPEECH_ENGINE
    if "/" in model or model.endswith(".pt"):
        return Path(model)
    suffix = ".pt" if engine == "openai-whisper" else ""
    return Path(settings.SPEECH_MODELS) / f"{model}{suffix}"


def has_weights() -> bool:
    """Whether the chosen model can be loaded from disk."""
    return weights_path().exists()
