"""Texts as staff write them: an editor for the long ones, no markup in the short ones, a hint on how hard Polish reads.

What is stored stays the small Markdown of `markup`; the editor is its surface alone. Whoever opens a text
and saves it changes no letter of it, a text with signs that the editor does not know keeps its plain box, and without
JavaScript every text has one. What the editor sends is cleaned by nh3 with the allow-list of the editor itself.
Leans on `markup` (the signs of content), `typed_text` (characters that nobody sees) and django-prose-editor.
"""
