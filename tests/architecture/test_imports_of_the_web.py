"""The web server starts quickly and stays small: what decodes, draws or transcribes loads in jobs."""

import subprocess
import sys

HEAVY = ["whisper", "faster_whisper", "ctranslate2", "torch", "numba", "numpy", "av", "PIL", "pillow_heif"]  # fmt: skip


def test_no_heavy_library_is_loaded_by_the_web_server() -> None:
    look = f"import fieldstudy.wsgi, sys; print(*[m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
