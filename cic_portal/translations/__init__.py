"""What state each translation is in, and which text a reader gets.

Promises: a translation is judged by the fingerprint of the Polish text it was made from, never by a clock or a tick;
a reader is never given a text in another language without its `lang`. Leans on `languages`, on
`editing` (versions, safe saves), `richtext` (fields) and `publishing` (signs of content, previews).
"""
