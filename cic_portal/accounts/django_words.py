"""Sentences of Django's admin that we say in our own words: our catalogue is asked before Django's.

In Polish they stand beside nouns of any gender and number („Zmień kwota”), so ours keep the noun apart.
"""

from cic_portal.languages import staff_text as _s

OURS = (
    _s("Add %s"),
    _s("Add %(name)s"),
    _s("Add another %(verbose_name)s"),
    _s("Change %s"),
    _s("View %s"),
    _s("Select %s"),
    _s("Select %s to change"),
    _s("Select %s to view"),
    _s("Delete selected %(verbose_name_plural)s"),
    _s("Cannot delete %(name)s"),
    _s("The {name} “{obj}” was added successfully."),
    _s("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _s("The {name} “{obj}” was changed successfully."),
    _s("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _s("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _s("The %(name)s “%(obj)s” was deleted successfully."),
    _s("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
)
