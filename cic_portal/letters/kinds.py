"""What the letters are about, in words for the desk. Each app registers the kinds that it writes."""

from dataclasses import dataclass
from operator import attrgetter

from cic_portal.registry import Registry


@dataclass(frozen=True)
class LetterKind:
    """`key` names it in the database; `opened_by` is the right with which somebody sees it who may not see all."""

    key: str
    label: str
    opened_by: str = ""


letter_kinds = Registry("kind of letter", key="key", order=attrgetter("key"))


def kinds_visible_to(user):
    """Keys of the letters that are about what is the work of `user` anyway."""
    return [kind.key for kind in letter_kinds if kind.opened_by and user.has_perm(kind.opened_by)]


def kind_choices():
    return [(kind.key, kind.label) for kind in letter_kinds]
