"""Sentences of Django's admin that we say in our own words: our catalogue is asked before Django's.

In Polish they stand beside a noun of any gender and case („Dodaj wizyta”), so ours keep the noun apart.
"""

from cic_portal.languages import staff_text as _s

OURS = (
    _s("Add %s"),
    _s("Add %(name)s"),
    _s("Add another %(verbose_name)s"),
)
