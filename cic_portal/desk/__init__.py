"""What the pages of the desk share. Leans on `languages`, `typed_text` and `richtext`.

`pages`: a page with its rights, its datetime and the frame of the admin · `forms`: a form that refuses markup · `fields`,
`widgets`: what is typed and ticked · `filters`: a list narrowed to some of its rows · `lists`: a list nobody writes in ·
`changes`: a colleague was faster. Templates extend `admin/desk_page.html`.
"""
