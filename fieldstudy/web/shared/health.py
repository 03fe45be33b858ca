"""Is it alive, and can it serve? For supervisors, load balancers and the operator."""

import datetime as dt
import os
import shutil
import threading
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from fieldstudy.access.routes import action
from fieldstudy.core import clock
from fieldstudy.core.storage import media_root
from fieldstudy.jobs.hints import make_queue_folder, queue_folder, tally
from fieldstudy.jobs.models import Heartbeat, Job
from fieldstudy.transcription.weights.store import has_weights

Answer = dict[str, Any]
OK, DEGRADED, DOWN = "ok", "degraded", "down"
LAG_ALARM = dt.timedelta(minutes=10)
SILENCE_ALARM = dt.timedelta(minutes=2)
_migrated = threading.Event()


@never_cache
@action("public")
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@action("public")
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when entries can be taken in; 503, naming what is down, when they cannot.

    Speech, broker, scheduler and lag only ever degrade it: diaries are kept without them.
    """
    parts = {"database": _database(), "storage": _storage()}
    down = [name for name, part in parts.items() if part["status"] == DOWN]
    if "database" not in down:
        parts |= {"jobs": _jobs(), "scheduler": _scheduler(), "speech": _speech()}
    parts["broker"] = _broker()
    degraded = [name for name, part in parts.items() if part["status"] == DEGRADED]
    answer = {"ready": not down, "down": down, "degraded": sorted(degraded), **parts}
    return JsonResponse(answer, status=503 if down else 200)


def _database() -> Answer:
    try:
        pending = _pending_migrations()
    except DatabaseError as problem:
        return {"status": DOWN, "why": type(problem).__name__}
    return {"status": DOWN, "why": "migrations"} if pending else {"status": OK}


def _pending_migrations() -> bool:
    """Whether the tables are older than the code; each process asks until they are not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if _migrated.is_set():
        return False
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return True
    _migrated.set()
    return False


def _storage() -> Answer:
    root = media_root()
    try:
        root.mkdir(parents=True, exist_ok=True)
        usage = shutil.disk_usage(root)
    except OSError as problem:
        return {"status": DOWN, "why": type(problem).__name__}
    if not os.access(root, os.W_OK | os.X_OK):
        return {"status": DOWN, "why": "not writable"}
    return {"status": OK, "free_bytes": usage.free}


def _jobs() -> Answer:
    oldest = Job.objects.oldest_due_age()
    status = DEGRADED if oldest > LAG_ALARM else OK
    return {"status": status, "oldest_due_seconds": round(oldest.total_seconds(), 1)}


def _scheduler() -> Answer:
    beat = Heartbeat.objects.filter(name="scheduler").first()
    if beat is None:
        return {"status": DEGRADED, "why": "never seen"}
    silent = clock.now() - beat.at
    status = DEGRADED if silent > SILENCE_ALARM else OK
    return {"status": status, "silent_seconds": round(silent.total_seconds(), 1)}


def _speech() -> Answer:
    """Whether the weights are there; without them voice notes wait."""
    return {"status": OK} if has_weights() else {"status": DEGRADED, "why": "no weights"}


def _broker() -> Answer:
    status = OK if _ask_broker() else DEGRADED
    return {"status": status, "hints_failed": tally.failed}


def _ask_broker() -> bool:
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        try:
            make_queue_folder()
        except OSError:
            return False
        return os.access(queue_folder(), os.W_OK | os.X_OK)
    try:
        with current_app.connection_for_write() as link:
            link.ensure_connection(max_retries=0, timeout=0.5)
    except Exception:  # whatever the client library of this broker raises
        return False
    return True
