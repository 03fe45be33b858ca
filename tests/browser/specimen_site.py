"""The product with one page more: every component, on the phone's sheet and on the desk's."""

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from fieldstudy.urls import handler400, handler403, handler404, handler500, urlpatterns
from tests.web.shared.specimens import ONLY_AT_THE_DESK, ONLY_ON_THE_PHONE, drawn, specimens

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

_PAGE = Template("""{% extends base %}
{% block title %}Components{% endblock %}
{% block content %}<h1 class="title">Components</h1>
{% for html in drawn %}<div class="stack">{{ html }}</div>{% endfor %}{% endblock %}
""")
_AUDIENCES = {"phone": "participant", "desk": "researcher"}


def components(request: HttpRequest, audience: str) -> HttpResponse:
    """All specimens, one below the other."""
    left_out = ONLY_ON_THE_PHONE if audience == "desk" else ONLY_AT_THE_DESK
    html = [
        drawn(name, inputs)
        for name, each in specimens().items()
        if name not in left_out
        for inputs in each
    ]
    base = f"{_AUDIENCES[audience]}/base.html"
    return HttpResponse(_PAGE.render(RequestContext(request, {"base": base, "drawn": html})))


urlpatterns = [*urlpatterns, path("specimens/<str:audience>/", components)]
