"""What happens when, as iCalendar (RFC 5545, RFC 7986): entries and the files that hold them.

Promises: times are those of Kalisz with their zone; nothing in a file names who takes part. Leans on `languages`,
`publishing` and `translations`; each app describes its own things (courses/calendars.py, contact/appointments/emails.py).
"""
