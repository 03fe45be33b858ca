"""Whatever dies, every job's effect is written exactly once, and nobody has to do anything."""

import random
import threading
import time

import pytest

from tests.pipeline.house import House

VICTIMS = ["-Q quick", "-Q speech", "gunicorn", "supervision.scheduler", "marks child"]


def kill_at_random(house: House, kills: int, *, every: float, seed: int) -> list[str]:
    """Kill -9 one process after another, the whole web server or one of its children alike.

    Half-way the broker loses everything it had. Returns who died.
    """
    chance = random.Random(seed)
    died: list[str] = []
    while len(died) < kills:
        time.sleep(chance.uniform(0.5, 1.5) * every)
        victims = house.processes(VICTIMS[len(died) % len(VICTIMS)])
        if not victims:
            continue
        chance.choice(victims).kill()
        died.append(VICTIMS[len(died) % len(VICTIMS)])
        if len(died) == kills // 2:
            house.make_broker_forget()
    return died


def check_each_mark_once(
    house: House, jobs: int, *, kills: int, every: float, seed: int, patience: float = 60
) -> None:
    """Ask for that many jobs while the killing goes on, then wait, touching nothing."""
    phone = threading.Thread(
        target=lambda: [house.post(f"/marks/{number}/") for number in range(1, jobs + 1)]
    )
    phone.start()
    died = kill_at_random(house, kills, every=every, seed=seed)
    phone.join()
    assert len(died) == kills
    house.until(lambda: house.get("/marks/")["jobs"] == {"ready": jobs}, seconds=patience)
    answer = house.get("/marks/")
    assert answer["marks"] == {str(number): 1 for number in range(1, jobs + 1)}
    assert answer["attempts"] > jobs, "no kill ever hit a job at work: the test has shown nothing"


@pytest.mark.slow
def test_sixty_jobs_survive_the_death_of_everybody(house: House) -> None:
    check_each_mark_once(house, 60, kills=15, every=0.8, seed=11)
