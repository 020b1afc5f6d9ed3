from dataclasses import replace
from io import StringIO

import pytest
from django.utils import timezone

from cic_portal.duties import Every, Stage, duties
from cic_portal.management.commands import worker
from cic_portal.management.commands.worker import Command

pytestmark = pytest.mark.django_db


@pytest.fixture
def command():
    return Command()


@pytest.fixture
def instead(monkeypatch):
    """`instead(name, run)` puts `run` in the place of what a duty does."""

    def put(name, run):
        monkeypatch.setitem(duties._rows, name, replace(duties[name], run=run))

    return put


def test_a_duty_that_fails_keeps_no_other_from_being_done(command, instead, monkeypatch, caplog):
    done = []
    instead("offered places that nobody confirmed", lambda **_: 1 / 0)
    monkeypatch.setattr(worker.connection, "close", lambda: done.append("a fresh connection"))
    instead("letters", lambda **_: done.append("letters"))

    with caplog.at_level("ERROR"):
        assert command.work() is False

    assert done == ["a fresh connection", "letters"]
    assert "A duty of the worker failed" in caplog.text


def test_a_day_is_purged_once_and_again_when_it_failed(command, instead, monkeypatch):
    purges = []
    instead("purge", lambda **_: purges.append("try") or 1 / (len(purges) - 1))
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    instead("letters", lambda **_: None)

    assert [command.work(), command.work(), command.work()] == [False, True, True]
    assert purges == ["try", "try"]


def test_letters_leave_after_whatever_writes_some():
    assert [duty.name for duty in duties] == [
        "letters of dead workers",
        "appointments that cannot take place",
        "reminders of appointments",
        "offered places that nobody confirmed",
        "waiting lists of what has begun",
        "free places for which somebody waits",
        "purge",
        "letters",
        "links",
    ]


@pytest.mark.parametrize("duty", duties, ids=lambda duty: duty.name)
def test_each_duty_takes_what_the_worker_gives(duty):
    assert (type(duty.stage), type(duty.every)) == (Stage, Every)

    said = duty.do(now=timezone.now(), may_go_on=lambda: True)

    # Nothing is due here, so there is nothing to say.
    assert not isinstance(said, str) or said == ""


def test_what_is_done_once_a_day_or_once_a_worker_waits_for_its_time(command, instead, time_machine):
    done = []
    for duty in duties:
        instead(duty.name, lambda *, name=duty.name, **_: done.append(name))
    time_machine.move_to("2027-01-11 12:00+01:00", tick=False)
    command.work()
    first, done[:] = list(done), []
    command.work()
    second, done[:] = list(done), []
    time_machine.move_to("2027-01-12 00:01+01:00", tick=False)
    command.work()

    assert first == [duty.name for duty in duties]
    assert second == [duty.name for duty in duties if duty.every is Every.ROUND]
    assert [name for name in first if name not in done] == ["letters of dead workers"]


def test_a_line_that_a_duty_returns_is_printed(command, instead):
    command.stdout = StringIO()
    instead("letters", lambda **_: "Letters: 2 sent, 0 not sent.")
    instead("purge", lambda **_: ["no line of its own"])

    command.work()

    assert command.stdout.getvalue() == "Letters: 2 sent, 0 not sent."
