"""The product as it is started, with the marks app and a quicker pulse, so that tests need not wait."""

from fieldstudy.settings import *  # noqa: F403
from fieldstudy.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.pipeline.marks"]
ROOT_URLCONF = "tests.pipeline.marks.urls"
JOB_LEASE = 6
JOB_SWEEP_EVERY = 1
JOB_HINT_AGAIN = 3
