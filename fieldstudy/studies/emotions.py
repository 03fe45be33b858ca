"""The feelings a participant can name beside the rating: a closed list, from cold to warm."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EMOTIONS: dict[str, Promise] = {
    "angry": _("Angry"),
    "disappointed": _("Disappointed"),
    "embarrassed": _("Embarrassed"),
    "anxious": _("Anxious"),
    "annoyed": _("Annoyed"),
    "confused": _("Confused"),
    "bored": _("Bored"),
    "calm": _("Calm"),
    "surprised": _("Surprised"),
    "curious": _("Curious"),
    "relieved": _("Relieved"),
    "trusting": _("Trusting"),
    "pleased": _("Pleased"),
    "proud": _("Proud"),
    "moved": _("Moved by it"),
}
"""Key, as stored in answers and exports → its word."""
