"""Our Markdown: one grammar for pages, plain text, the editor, translators' files and the link check.

`parser` is the grammar. Of what it finds, `marks` says where it stands, `mentions` which terms, amounts and URLs a text
names, `codes` what translation tools must keep; `rendering` makes pages, `words` and `plain_text` leave the markup out.
Promises: raw HTML is shown and never run; phone numbers, hours and sums keep their direction in right-to-left text; no
other package looks for links, terms or amounts in a text by patterns of its own. Leans on `languages`.
"""
