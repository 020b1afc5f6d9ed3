"""What every form of a visitor has: a signed token, a trap for robots, limits, errors beside the fields.

Promises: nothing typed is lost by a mistake, a limit or an old page; nothing is done twice by a double click; no cookie.
Leans on `languages`, `limits` and `publishing`.
"""
