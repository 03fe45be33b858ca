"""The whole product behind a real socket, with hashed files and the headers people get."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings


class QuietHandler(WSGIRequestHandler):
    """A request handler that leaves the terminal to the tests."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextmanager
def hashed_static_files(folder: Path) -> Iterator[None]:
    """Collect every static file under its hashed name, as ``manage.py start`` does."""
    with override_settings(FIELDSTUDY_DATA=folder, STATIC_ROOT=folder / "static"):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@contextmanager
def running_server() -> Iterator[str]:
    """Serve until the end of the block; the address it listens at."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
