from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cic_portal import languages
from cic_portal.letters.actions import queue_letter
from cic_portal.letters.composing import Fact, LetterText
from cic_portal.publishing.addresses import absolute
from cic_portal.templatetags.portal import clock, day, sentence_case, weekday_names


def queue_invitation(wish, instance, token, now):
    """Invite somebody who said that they need such a course, in the language they chose."""
    with translation.override(wish.language):
        stop = absolute(reverse("demand:unsubscribe", args=[token]))
        text = _invitation(instance, stop)
    queue_letter(
        kind="invitation", recipient=wish.email, language=wish.language, text=text, now=now, unsubscribe_url=stop
    )


def _invitation(instance, stop):
    title = instance.title
    when = _("%(first)s to %(last)s") % {"first": day(instance.starts_on), "last": day(instance.ends_on)}
    return LetterText(
        subject=_("A course that you wished for"),
        paragraphs=(_("You told us what you need. Now there is a course like that. It is free of charge."),),
        facts=(
            Fact(_("What:"), str(title), language=title.language.code),
            Fact(_("When:"), when),
            Fact(_("Days:"), sentence_case(weekday_names(instance.weekdays))),
            Fact(_("Time:"), f"{clock(instance.starts_at)}–{clock(instance.ends_at)}", is_ltr=True),
            Fact(_("Where:"), instance.place, language=languages.SOURCE, is_ltr=True),
        ),
        link=(absolute(instance.get_enrolment_url()), _("Sign up")),
        stop=(stop, _("No more letters, please")),
    )
