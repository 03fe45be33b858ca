"""The house as one Django app: it puts the pipeline in force in every process."""

from django.apps import AppConfig


class FieldstudyConfig(AppConfig):
    """Stands last in ``INSTALLED_APPS``: by then every model is loaded."""

    name = "fieldstudy"

    def ready(self) -> None:
        """Hand out the pipeline, and make the Celery app the one that hints go through."""
        from fieldstudy import celery, pipeline

        celery.app.set_default()
        pipeline.install()
