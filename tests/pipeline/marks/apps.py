"""Registers the one job."""

from django.apps import AppConfig

from fieldstudy.jobs import Duty, register


class MarksConfig(AppConfig):
    name = "tests.pipeline.marks"

    def ready(self) -> None:
        from tests.pipeline.marks.tasks import leave_mark

        register(
            {
                "leave_quick_mark": Duty(leave_mark, queue="quick"),
                "leave_speech_mark": Duty(leave_mark, queue="speech"),
            }
        )
