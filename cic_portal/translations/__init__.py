"""The work of translators: the desk with Polish beside one language, files for translators, machine drafts, coverage.

Promises: nothing that a translator typed is lost or overwrites what a colleague saved meanwhile. Leans on `texts`, on
`editing` (versions, safe saves), `richtext` (fields), `markup` (codes in texts) and `publishing` (previews).
"""
