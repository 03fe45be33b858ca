"""Where effects show."""

from django.db import models


class Mark(models.Model):
    """Deliberately without a unique constraint: a second effect must be seen, not refused."""

    number = models.IntegerField()
