"""Finds a page by the words a reader types, in the reader's language.

Promises: small spelling mistakes, missing accents and word endings are forgiven; nothing a reader types is kept.
Leans on what `services`, `courses` and `pages` publish.
"""
