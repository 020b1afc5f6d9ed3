"""Texts in every language: what a model with translations is, and the state of each translation.

Promises: a text never falls back silently (`LocalText` carries its language), and a state is worked out from the Polish
text that a translation was made from, never ticked by hand. Leans on `languages`.
"""
