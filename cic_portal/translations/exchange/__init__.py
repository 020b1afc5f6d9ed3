"""Texts that travel to translators and back as files: XLIFF 1.2 and 2.0, which every translation tool opens.

Promises: what leaves comes back equal to the letter; signs for the portal (terms, amounts, links) are shown to a tool as
codes; nothing of a file is saved that was made elsewhere, from an older Polish text, or that a person has not seen first.
Leans on `translations`.
"""
