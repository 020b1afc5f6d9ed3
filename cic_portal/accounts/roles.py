"""The roles of staff: their names, and a sentence for each. What each may do stands in `home/rights.py`."""

from django.contrib.auth.models import Group
from django.db import models

from cic_portal.languages import staff_text as _s


class Role(models.TextChoices):
    """Roles combine: somebody may be reception and adviser."""

    ADMINISTRATOR = "administrator", _s("Administrator")
    EDITOR = "editor", _s("Editor")
    TRANSLATOR = "translator", _s("Translator")
    COORDINATOR = "coordinator", _s("Course coordinator")
    ADVISER = "adviser", _s("Adviser")
    RECEPTION = "reception", _s("Reception")
    AUDITOR = "auditor", _s("Auditor")

    @property
    def sentence(self):
        """What somebody with this role may do, for whoever gives it."""
        return SENTENCES[self]


SENTENCES = {
    Role.ADMINISTRATOR: _s(
        "May do everything: accounts and roles, too, and giving out or erasing what is known of one person."
    ),
    Role.EDITOR: _s("Writes the pages, closed days and texts for answers, in all languages. Sees no data of visitors."),
    Role.TRANSLATOR: _s(
        "Sees all pages and translates them into the languages chosen below. Changes no Polish text and no facts."
    ),
    Role.COORDINATOR: _s(
        "Runs courses and events: dates, participants, attendance, certificates, letters, the report to the funder."
    ),
    Role.ADVISER: _s("Sees their own appointments, and messages that are theirs or nobody’s yet."),
    Role.RECEPTION: _s("Books, moves and cancels appointments, answers messages, signs people up for courses."),
    Role.AUDITOR: _s("Sees everything, the records of who saw what included. Changes nothing and exports no names."),
}


def role_groups():
    """The groups of the roles, in their order."""
    order = models.Case(*(models.When(name=role.value, then=place) for place, role in enumerate(Role)))
    return Group.objects.filter(name__in=Role.values).order_by(order)
