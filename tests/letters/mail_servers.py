"""Mail servers that do not take what is sent."""


class Refusing:
    """A mail server that answers `error` to everything."""

    def __init__(self, error):
        self.error = error

    def open(self):
        raise self.error

    def close(self):
        pass
