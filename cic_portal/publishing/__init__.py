"""What may be shown, since when, and how fresh it is.

Promises: a draft is seen only through a signed link that expires; content files reach the database whole or not at all
and never overwrite what staff changed. Leans on `languages` and `translations`, and on
`editing` for the versions of what files have changed.
"""
