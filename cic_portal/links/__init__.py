"""Whether the addresses in our texts still lead somewhere: found in every language, checked politely, shown at the desk.

Promises: only public machines are asked, over https alone; no page waits for it; one failure breaks no link. Leans on
`outgoing`, `markup` and `publishing`, and knows no kind of content by name.
"""
