"""Small files as a browser would send them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(name: str = "a.jpg", colour: str = "teal") -> SimpleUploadedFile:
    """A real photo, a few pixels wide."""
    content = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def sound(name: str = "note.m4a") -> SimpleUploadedFile:
    """A file that is called sound; taking it in decodes nothing."""
    return SimpleUploadedFile(name, b"not really sound", "audio/mp4")
