"""Data about people: how long each kind is kept, how one person's is found, given out and erased, and who looked at it.

Promises: every model with personal data says how long it is kept and can forget; every view and export at the desk leaves
a record that staff can neither change nor remove. Leans on `languages` and `typed_text`.
"""
