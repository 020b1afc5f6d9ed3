"""What readers say of a page: whether it helped, and that they need it in their language.

Promises: nothing about the reader is kept; a comment is deleted after RETENTION_DAYS. Leans on `publishing` alone.
"""
