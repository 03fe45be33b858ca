"""``manage.py start``: ready, restarted, and gone without a trace."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.conftest import alone
from tests.pipeline.house import ROOT, House
from tests.pipeline.marks import STUBBORN

pytestmark = pytest.mark.slow


def test_it_serves_and_works_and_ends_within_ten_seconds_of_ctrl_c(house: House) -> None:
    ready = house.get("/readyz")
    assert ready["ready"]
    assert ready["scheduler"]["status"] == ready["broker"]["status"] == "ok"
    house.post("/marks/1/")
    house.until(lambda: house.get("/marks/")["marks"] == {"1": 1}, seconds=15)
    for number in (STUBBORN, STUBBORN + 2):  # one for each queue: both workers are busy
        house.post(f"/marks/{number}/")
    house.until(lambda: house.get("/marks/")["jobs"].get("working") == 2, seconds=15)
    assert house.stop() < 10


def test_a_second_start_takes_up_what_the_first_had_in_hand(house: House) -> None:
    house.post(f"/marks/{STUBBORN}/")
    house.until(lambda: house.get("/marks/")["jobs"] == {"working": 1}, seconds=15)
    attempts = house.get("/marks/")["attempts"]
    house.stop()
    house.start()
    house.until(lambda: house.get("/marks/")["attempts"] == attempts + 1, seconds=15)


def test_nobody_outlives_a_supervisor_that_is_killed(house: House) -> None:
    house.post(f"/marks/{STUBBORN}/")
    assert len(house.processes()) >= 6
    house.supervisor.kill()
    house.supervisor.wait()
    house.until(lambda: not house.living(), seconds=10)


def test_a_taken_port_is_said_in_one_line(house: House) -> None:
    second = subprocess.run(
        [sys.executable, "manage.py", "start"],
        cwd=ROOT,
        env=house.environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert str(house.port) in second.stderr
    assert "FIELDSTUDY_PORT" in second.stderr


def test_with_its_own_certificate_it_serves_https(tmp_path: Path, migrated: str) -> None:
    if os.environ["DATABASE_URL"]:
        pytest.skip("the database makes no difference to TLS")
    (tmp_path / "house").mkdir()
    shutil.copy(migrated, tmp_path / "house" / "fieldstudy.sqlite3")
    with (
        alone(),
        House(
            tmp_path / "house", scheme="https", FIELDSTUDY_TLS="self", FIELDSTUDY_HOST="0.0.0.0"
        ) as house,
    ):
        assert house.get("/readyz")["ready"]
        house.until(lambda: "/authority.crt" in house.log(), seconds=5)
