"""Asking for marks, and looking at them."""

import json
from collections import Counter
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from fieldstudy.jobs.actions import enqueue
from fieldstudy.jobs.models import Job
from fieldstudy.urls import urlpatterns as product
from tests.pipeline.marks.models import Mark


@csrf_exempt
def ask(request: HttpRequest, number: int) -> JsonResponse:
    """Write one job; the same request again changes nothing."""
    queue = "speech" if number % 3 == 0 else "quick"
    with transaction.atomic():
        enqueue(f"leave_{queue}_mark", UUID(int=number), cause_id=UUID(int=number))
    return JsonResponse({"asked": number}, status=201)


def look(request: HttpRequest) -> JsonResponse:
    """How many marks each number has, and how the jobs stand."""
    marks = Counter(Mark.objects.values_list("number", flat=True))
    jobs = Counter(Job.objects.values_list("state", flat=True))
    attempts = sum(Job.objects.values_list("attempts", flat=True))
    return JsonResponse(
        json.loads(json.dumps({"marks": marks, "jobs": jobs, "attempts": attempts}))
    )


urlpatterns = [path("marks/", look), path("marks/<int:number>/", ask), *product]
