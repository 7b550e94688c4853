"""Which public names one may bear."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import User

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
# Nobody may look like the city, its staff or this site.
_RESERVED = re.compile(
    r"(?i)(\bpolicy\s*wiki\b|\badmin(istrator)?\b|\bmoderator\b|\bofficial\b|\bformer member\b|"
    r"管理员|管理員|审核员|審核員|工作人员|工作人員|政务维基|政務維基|已注销|官方|市政府)"
)


def check_public_name(name: str, *, person: User | None = None) -> str:
    """The name in one spelling (NFKC, single spaces). Raises ValidationError for what misleads others."""
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if not name:
        raise ValidationError(_("Please choose a public name."))
    if "@" in name:
        raise ValidationError(_("Please choose a name that is not an e-mail address: everybody will see it."))
    if any(unicodedata.category(char) in _INVISIBLE for char in name):
        raise ValidationError(_("This name has characters that nobody can see. Please leave them out."))
    works_here = person is not None and person.works_here
    if not works_here and _RESERVED.search(name):
        raise ValidationError(_("This name could be mistaken for staff of the city. Please choose another."))
    return name
