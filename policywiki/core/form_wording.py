"""What Django says of a field that is not right. Named here, so that our own catalogue says it to citizens in its words.

Django's Chinese speaks of variables and fields of a program. Nothing uses this list: the catalogue of the project
comes before Django's.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

REWORDED = (
    _("This field is required."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Enter a whole number."),
    _("Enter a valid date."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Null characters are not allowed."),
)
