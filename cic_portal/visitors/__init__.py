"""What public pages and forms share: the frame of a page, and for forms a signed token, a trap for robots and limits.

Promises: every page knows its addresses in ten languages and the state of its translation; nothing typed is lost by a
mistake, a limit or an old page; nothing is done twice by a double click; no cookie. Leans on `limits`, `texts` and
`publishing`.
"""
