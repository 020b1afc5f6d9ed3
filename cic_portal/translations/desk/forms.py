"""The texts of one object in one language as a form: a field for each Unit, named by its id."""

import re

from django import forms
from django.db import models

from cic_portal import languages
from cic_portal.desk.forms import DeskForm
from cic_portal.languages import staff_text as _s
from cic_portal.translations.units import problems_of

UNIT_ID = re.compile(r"[a-z_]+\.[a-z_]+:\d{1,18}:[a-z_]+")
SHOWN = re.compile(r"([0-9a-f]{12})?:([0-9a-f]{12})?")
ONE_LINE = 120  # characters that fit into a field of one line
CHARACTERS_IN_LINE = 50  # of the Polish text; other languages say the same in more


class UnitField(forms.CharField):
    """A text of `unit`; what is wrong with it is said beside it."""

    def __init__(self, unit, **kwargs):
        self.unit = unit
        self.is_long = isinstance(unit.holder._meta.get_field(unit.column), models.TextField)
        limit = _s("At most %(number)s characters.") % {"number": unit.max_length} if unit.max_length else ""
        super().__init__(label=unit.heading, help_text=limit, required=False, widget=self._widget(), **kwargs)

    def _widget(self):
        language = languages.BY_CODE[self.unit.code]
        attrs = {"lang": language.code, "dir": language.direction, "autocomplete": "off"}
        if not self.is_long and self.unit.max_length <= ONE_LINE:
            return forms.TextInput(attrs=attrs)
        lines = sum(1 + len(line) // CHARACTERS_IN_LINE for line in self.unit.source.splitlines())
        return forms.Textarea(attrs={**attrs, "rows": min(lines + 1, 30)})

    def to_python(self, value):
        """Line ends as the database has them; a short text has none at all."""
        text = super().to_python(value).replace("\r\n", "\n")
        return text if self.is_long else " ".join(text.split())

    def validate(self, value):
        super().validate(value)
        if problems := problems_of(self.unit, value):
            raise forms.ValidationError(problems)


class UnitsForm(DeskForm):
    """With each text travels what its translator saw: the fingerprints of the Polish text and of the translation."""

    def __init__(self, data=None, *, units, is_read_only=False, **kwargs):
        self.units = units
        super().__init__(data, initial={unit.id: unit.target for unit in units}, **kwargs)
        self.fields |= {unit.id: UnitField(unit) for unit in units}
        if is_read_only:
            for unit_field in self.fields.values():
                unit_field.widget.attrs["readonly"] = True
        self.shown = {unit.id: (unit.source_fingerprint, unit.target_fingerprint) for unit in units}
        if self.is_bound:
            self.arrived = {unit.id: SHOWN.fullmatch(self.data.get(f"{unit.id}.shown", "")) for unit in self.sent}
            self.shown |= {name: match.groups("") for name, match in self.arrived.items() if match}

    def clean(self):
        if not all(self.arrived.values()):
            self.add_error(None, _s("Part of this page did not arrive. What you typed is still here: save it again."))
        if self.homeless:
            self.add_error(None, _s("A part of the Polish text was taken out meanwhile. Your words for it are below."))
        return super().clean()

    @property
    def sent(self):
        """Units that were on the page when it was sent: one that came into the Polish text since then was not."""
        return [unit for unit in self.units if unit.id in self.data]

    @property
    def homeless(self):
        """Words typed for texts that the object no longer has."""
        names = [name for name in self.data if UNIT_ID.fullmatch(name) and name not in self.fields]
        return [words for name in names if (words := self.data[name].strip())]

    @property
    def texts(self):
        return {unit.id: self.cleaned_data[unit.id] for unit in self.sent}

    @property
    def seen(self):
        return {unit.id: self.shown[unit.id][0] for unit in self.sent}

    @property
    def replaces(self):
        return {unit.id: self.shown[unit.id][1] for unit in self.sent}

    def refuse(self, late):
        """Somebody else saved the units `late` first: both versions are shown, and saving again is a decision."""
        sentence = _s("A colleague has saved this text meanwhile, and theirs is kept. Compare, then save again.")
        for unit in late:
            self.shown[unit.id] = (self.shown[unit.id][0], unit.target_fingerprint)
            self.add_error(unit.id, sentence)
