"""gunicorn's settings. Threads wait cheaply for slow phones, so there are many."""

import os
import sys
from typing import Any

from django.conf import settings

from fieldstudy.core import clock
from fieldstudy.core.network import ANYWHERE
from fieldstudy.supervision import lifeline
from fieldstudy.supervision.certificate import ensure_certificate

worker_class = "gthread"
workers = 2
threads = 64
timeout = 120
graceful_timeout = 4
keepalive = 5
control_socket_disable = True
loglevel = "warning"
forwarded_allow_ips = "127.0.0.1,::1"
if sys.platform == "linux":
    worker_tmp_dir = "/dev/shm"  # noqa: S108 the workers' heartbeat files, which must not wait for a disk
if settings.FIELDSTUDY_TLS == "self":
    hosts = {host.strip("[]") for host in settings.ALLOWED_HOSTS} - {*ANYWHERE, "*"}
    files = ensure_certificate(settings.FIELDSTUDY_DATA, hosts, now=clock.now())
    certfile, keyfile = str(files.certificate), str(files.key)


def on_starting(server: Any) -> None:
    """In the parent of the workers."""
    lifeline.hold()


def post_fork(server: Any, worker: Any) -> None:
    """In every worker."""
    lifeline.die_with(os.getppid())
    lifeline.hold()
