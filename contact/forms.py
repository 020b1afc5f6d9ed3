from django.forms import BaseInlineFormSet

from cic_portal.languages import staff_text as _s


class WeekFormSet(BaseInlineFormSet):
    """Weekly hours as staff enter them: no two spans share a minute."""

    def clean(self):
        super().clean()
        earlier = []
        for form in self._whole_forms():
            if any(self.share_a_minute(form.cleaned_data, other) for other in earlier):
                form.add_error("opens", _s("Another line of this weekday has some of these hours."))
            earlier.append(form.cleaned_data)

    def share_a_minute(self, one, other):
        return overlap(one, other)

    def _whole_forms(self):
        """The forms that will be saved and have all that makes a span."""
        for form in self.forms:
            values = getattr(form, "cleaned_data", {})
            if not self._should_delete_form(form) and {"weekday", "opens", "closes"} <= values.keys():
                yield form


def overlap(one, other):
    is_same_day = one["weekday"] == other["weekday"]
    return is_same_day and one["opens"] < other["closes"] and other["opens"] < one["closes"]
