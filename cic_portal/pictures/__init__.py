"""Pictures of pages: checked, cleaned of everything that says where and by whom they were taken, small enough for a phone.

Promises: what was uploaded is never kept or served as it came, every picture has a text in words, and the address of a
file never changes its content. Leans on `translations` and `editing`, on Pillow and on Django's storage, which may
be a disk or S3.
"""
