"""Two people at one thing: the second learns of it, and what they typed stays."""


class ChangedMeanwhile(Exception):
    """A colleague saved it after it was shown; `current` is what is stored now, as far as the page needs it."""

    def __init__(self, current=None):
        super().__init__("changed meanwhile")
        self.current = current
