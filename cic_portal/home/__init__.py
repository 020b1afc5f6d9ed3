"""The desk as one site: its first page, its menu, what waits for whom, and what each role may do.

Leans on every app that staff work with.
"""
