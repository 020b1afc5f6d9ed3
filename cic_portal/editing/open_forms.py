"""Who else has a form open."""

from cic_portal import languages
from cic_portal.editing.conflicts import when
from cic_portal.editing.models import OpenForm
from cic_portal.languages import staff_text as _s

OPEN = _s("%(who)s has this open, too, since %(when)s, in this language: %(language)s.")


def who_else(*, user, instance, now):
    """A sentence for each other person and language; one query."""
    forms = OpenForm.objects.open_at(now).filter(kind=instance._meta.label_lower, object_pk=instance.pk)
    forms = forms.exclude(user=user).select_related("user").order_by("opened_at")
    return [
        OPEN
        % {
            "who": form.user.called,
            "when": when(form.opened_at),
            "language": languages.BY_CODE[form.language].own_name,
        }
        for form in forms
    ]
