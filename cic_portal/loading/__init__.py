"""Content files reach the database whole or not at all, and never overwrite what staff changed.

Leans on `texts` and `translations` for what a translation was made from, and on `editing` for the versions.
"""
