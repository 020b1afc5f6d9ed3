"""Letters to people: queued in the database beside the row they tell of, sent by the worker.

Promises: a letter is queued in the caller's transaction or not at all; it leaves in its reader's language and direction,
as plain text and HTML; no subject names a person; a failed one is tried again with growing pauses and is then shown to
staff. Leans on `languages`, `publishing.addresses` and `personal_data`.
"""
