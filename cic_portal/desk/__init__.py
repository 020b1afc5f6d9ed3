"""What the pages of the desk share: page, form, filters, widgets. Leans on `languages` and `typed_text`."""
