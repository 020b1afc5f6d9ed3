"""Drafts by a translation service: DeepL or LibreTranslate, chosen and paid for in the environment, off by default.

Promises: only the Centre's own Polish texts leave the host, never data about people; terms, amounts, links and phones
come back as they left or the draft is refused; a draft is never marked as read; a service that fails changes nothing.
Leans on `translations`.
"""
