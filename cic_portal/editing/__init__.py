"""Editing without fear: what changed, by whom, and the way back.

Promises: every change of content is a version that can be looked at and brought back, in all languages and with all
parts; what was deleted comes back within 30 days; of two people who save the same text the first is kept and the second
learns of it before anything is lost; whoever opens a form sees who else has it open. Nothing is locked.

Rows about people – enrolments, appointments, messages – have no history: what is erased must be gone (GDPR art. 17).
Types of pages have a history (cic_portal.publishing.page_types), and what else says `keep_history` in its `registrations.py`. The rows of history are those of django-simple-history, one
table for each table of content; a version is all rows of one whole (a guide with its sections) of the same moment.
What is taken from inside that library or Django stands in `library_internals`.
Leans on `translations`, on `publishing` for previews, and on `personal_data` to know what it must not remember.
"""
