"""What tests need of the database beyond pytest-django."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from fieldstudy.events import guards


@pytest.fixture(scope="session", autouse=True)
def _events_can_be_flushed() -> Iterator[None]:
    """Tests that really commit end by emptying every table: lift the guards for just that moment."""
    flush = TransactionTestCase._fixture_teardown

    def lift_and_flush(case: TransactionTestCase) -> None:
        guards.remove(connection)
        try:
            flush(case)
        finally:
            guards.install(connection)

    TransactionTestCase._fixture_teardown = lift_and_flush  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]
