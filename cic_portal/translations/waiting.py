"""What waits on the first page of the desk: contents to check again, and what appears or ends by itself."""

from cic_portal.desk.dashboard import Urgency
from cic_portal.languages import staff_text as _s
from cic_portal.translations.admin import OverdueFilter, ScheduleFilter


def checks(desk):
    for model in desk.kinds(OverdueFilter):
        desk.ask(
            _s("To check again"),
            model,
            lambda rows: rows.overdue(desk.today),
            query="check=overdue",
            kind=model._meta.verbose_name_plural,
        )


def schedule(desk):
    labels = {"appears": _s("Appear this week"), "ends": _s("End this week")}
    for choice, label in labels.items():
        for model in desk.kinds(ScheduleFilter):
            desk.ask(
                label,
                model,
                lambda rows, choice=choice: {"appears": rows.appearing, "ends": rows.ending}[choice](desk.now),
                query=f"schedule={choice}",
                urgency=Urgency.SOME_DAY,
                kind=model._meta.verbose_name_plural,
            )
