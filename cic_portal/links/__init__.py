"""Whether the addresses in our texts still lead somewhere: found in every language, checked politely, shown at the desk.

Promises: only public machines are asked, over https alone; no page waits for it; one failure breaks no link. Leans on
`publishing` and `translations`, and knows no kind of content by name.
"""
