"""Filters beside a list of the desk."""

from django.contrib.admin import SimpleListFilter

from cic_portal.languages import staff_text as _s


class ChoiceFilter(SimpleListFilter):
    """A list narrowed by one choice: `options` are `{value in the URL: (words, narrow)}`.

    `narrow(rows, request)` returns those rows of the queryset that belong to the choice. A value that is not offered, from
    an old link, narrows nothing.
    """

    options = {}

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _narrow) in self.options.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.options:
            return queryset
        _words, narrow = self.options[self.value()]
        return narrow(queryset, request)


def by_column(column, choices):
    """The options of a ChoiceFilter for a column with `choices` (pairs of a value and its words)."""
    return {value: (words, _equal_to(column, value)) for value, words in choices}


def _equal_to(column, value):
    return lambda rows, request: rows.filter(**{column: value})


class StatusFilter(ChoiceFilter):
    """By the column `status` in the words of the desk: the column's own labels speak to the person. The URLs are the column's."""

    title = _s("state")
    parameter_name = "status__exact"
