"""What falls due by itself: each app registers its duties, and `manage.py worker` does them, round after round."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum
from operator import attrgetter

from cic_portal.registry import Registry


class Stage(IntEnum):
    """When in a round a duty is done. Within a stage the order is that of the apps."""

    PREPARE = 1  # sets right what a worker that was killed has left behind
    WRITE = 2  # may queue letters
    PURGE = 3
    SEND = 4  # after all that writes letters, so that they leave in the same round
    CHECK = 5  # may take long, and nobody waits for it


class Every(Enum):
    """How often a duty is done; one that fails is tried again in the next round, a few seconds later."""

    ROUND = "round"
    DAY = "day"
    START = "start of a worker"


@dataclass(frozen=True)
class Duty:
    """`run(now=…)` does what is due; with `is_long` it takes `may_go_on`, too, and asks it before each further piece.

    A text that it returns is a line for the output of the worker.
    """

    name: str
    run: Callable
    stage: Stage
    every: Every = Every.ROUND
    is_long: bool = False

    def do(self, *, now, may_go_on):
        return self.run(now=now, may_go_on=may_go_on) if self.is_long else self.run(now=now)


duties = Registry("duty", order=attrgetter("stage"))
