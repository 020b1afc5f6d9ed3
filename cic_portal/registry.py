"""What apps declare to packages below them: rows that each app adds in its `registrations.py`.

A package that needs something of the apps above it keeps a Registry and imports none of them. Whoever wants to know what
is behind one opens the registry and asks for the uses of its `register`.
"""


class Registry:
    """Rows of one kind, in the order in which they were registered: that of the apps in settings.INSTALLED_APPS.

    `name` says in messages what a row is ("kind of letter"); `key` is the attribute by which rows are told apart.
    `order` is a function of a row by which they are sorted instead, for kinds whose order means something.
    """

    def __init__(self, name, *, key="name", order=None):
        self.name, self.key, self.order = name, key, order
        self._rows = {}

    def register(self, row):
        """Add `row` and return it. Raises ValueError when there is one with its key already."""
        key = getattr(row, self.key)
        if key in self._rows:
            raise ValueError(f"There is a {self.name} “{key}” already: {self._rows[key]!r}.")
        self._rows[key] = row
        return row

    def __getitem__(self, key):
        """The row with this key. Raises KeyError, which names those that are there."""
        if key not in self._rows:
            known = ", ".join(map(str, self._rows)) or "none"
            raise KeyError(f"Register the {self.name} “{key}” in the registrations.py of its app (there are: {known}).")
        return self._rows[key]

    def get(self, key):
        """The row with this key, or None."""
        return self._rows.get(key)

    def __contains__(self, key):
        return key in self._rows

    def __iter__(self):
        rows = self._rows.values()
        return iter(sorted(rows, key=self.order) if self.order else list(rows))

    def __len__(self):
        return len(self._rows)
