"""The certificate that a phone installs to trust ``FIELDSTUDY_TLS=self``."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from fieldstudy.access.routes import action
from fieldstudy.core.network import authority_file


@action("public")
def authority(request: HttpRequest) -> HttpResponse:
    """Our own authority's certificate; it holds no secret. 404 where there is none."""
    path = authority_file(settings.FIELDSTUDY_DATA)
    if settings.FIELDSTUDY_TLS != "self" or not path.exists():
        raise Http404
    return HttpResponse(
        path.read_bytes(),
        content_type="application/x-x509-ca-cert",
        headers={"Content-Disposition": 'attachment; filename="fieldstudy-authority.crt"'},
    )
