"""What the letters are about, in words for the desk. Each app registers the kinds that it writes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterKind:
    """`key` names it in the database; `opened_by` is the right with which somebody sees it who may not see all."""

    key: str
    label: str
    opened_by: str = ""


_KINDS = {}


def register_letter(key, label, *, opened_by=""):
    _KINDS[key] = LetterKind(key, label, opened_by)


def is_registered(key):
    return key in _KINDS


def kinds_visible_to(user):
    """Keys of the letters that are about what is the work of `user` anyway."""
    return [kind.key for kind in _KINDS.values() if kind.opened_by and user.has_perm(kind.opened_by)]


def kind_choices():
    return [(kind.key, kind.label) for kind in sorted(_KINDS.values(), key=lambda kind: kind.key)]
