"""Standing pages: about, project, privacy, emergency, easy-to-read, offline, and the accessibility declaration.

Promises: staff edit words, the structure that the law fixes is in templates. Leans on `publishing`, `translations` and
the vocabulary of `services`.
"""
