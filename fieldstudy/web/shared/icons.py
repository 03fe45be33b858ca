"""The drawings in our sprite: icons ``i-…``, faces ``f-…``, marks ``m-…`` and the logo."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

SPRITE = "fieldstudy/icons/icons.svg"


@cache
def drawings() -> frozenset[str]:
    """The name of every drawing."""
    source = (Path(settings.STATICFILES_DIRS[0]) / SPRITE).read_text()
    return frozenset(re.findall(r'<symbol id="([^"]+)"', source))
