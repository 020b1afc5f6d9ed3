"""Our Markdown: one grammar for pages, plain text, the editor, translators' files and the link check.

Promises: raw HTML is shown and never run; phone numbers, hours and sums keep their direction in right-to-left text.
Leans on `languages`.
"""
