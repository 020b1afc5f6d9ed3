"""The details of a record as staff read them."""

from cic_portal.languages import staff_text as _s

NAMES = {
    "roles_given": _s("roles given"),
    "roles_taken": _s("roles taken"),
    "rights_given": _s("rights given"),
    "rights_taken": _s("rights taken"),
    "languages_given": _s("languages given"),
    "languages_taken": _s("languages taken"),
    "is_active": _s("active"),
    "is_staff": _s("may use the desk"),
    "is_superuser": _s("may do everything"),
    "username": _s("user name"),
    "email": _s("e-mail"),
    "codes_left": _s("codes left"),
    "why": _s("why"),
}
ANSWERS = {True: _s("yes"), False: _s("no")}


def details_in_words(details):
    """`roles given: editor · active: yes → no`."""
    return " · ".join(f"{NAMES.get(name, name)}: {_value(name, value)}" for name, value in details.items())


def _value(name, value):
    if not isinstance(value, list):
        return str(value)
    between = ", " if name.endswith(("_given", "_taken")) else " → "
    return between.join(str(ANSWERS.get(part, part) if isinstance(part, bool) else part or "–") for part in value)
