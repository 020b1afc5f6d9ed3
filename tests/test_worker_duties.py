from dataclasses import replace

import pytest

from cic_portal.duties import duties
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
