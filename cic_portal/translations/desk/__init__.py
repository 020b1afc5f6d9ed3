"""The translation desk: how much is translated, what waits, and one object beside its Polish text.

Promises: a page costs the same for one text as for hundreds; what somebody typed is saved, or it is still there with a
sentence beside it; nobody writes a language that is not theirs. Leans on `coverage` (counts), `units` (texts) and
`actions.save_units` (the only write).
"""
