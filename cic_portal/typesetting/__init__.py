"""What goes on paper: a Typst template and plain data become a tagged PDF.

Promises: every PDF conforms to PDF/UA-1 or is not made; data are printed as typed and never run; a character that no
font has is reported, not printed as an empty box. Leans on `languages` alone.
"""
