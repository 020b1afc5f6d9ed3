"""The people behind the portal: accounts and roles, the way in, the home of the desk, the gallery of page parts.

Promises: nothing of the desk leaves this host or is cached. Leans on every app whose content is edited.
"""
