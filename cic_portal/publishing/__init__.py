"""What may be shown, since when, and at which addresses.

Promises: each type of page is declared by one row (`page_types`); a draft is seen only through a signed link that
expires; one function gives the addresses of a page in all its languages to its head and to the sitemap. Leans on
`languages` and `texts`.
"""
