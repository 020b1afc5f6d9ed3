"""The portal for machines: which pages exist, in which languages, and when they changed.

Promises: the sitemap names exactly the language versions that the pages themselves name. Leans on every app with pages.
"""
