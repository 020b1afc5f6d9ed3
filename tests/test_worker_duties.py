import pytest

from cic_portal.management.commands import worker
from cic_portal.management.commands.worker import Command

pytestmark = pytest.mark.django_db


@pytest.fixture
def command():
    command = Command()
    command.purged_on, command.has_released = None, False
    return command


def test_a_duty_that_fails_keeps_no_other_from_being_done(command, monkeypatch, caplog):
    done = []
    monkeypatch.setattr(worker, "let_offers_lapse", lambda **_: 1 / 0)
    monkeypatch.setattr(worker.connection, "close", lambda: done.append("a fresh connection"))
    monkeypatch.setattr(command, "send_letters", lambda: done.append("letters"))

    with caplog.at_level("ERROR"):
        assert command.work() is False

    assert done == ["a fresh connection", "letters"]
    assert "A duty of the worker failed" in caplog.text


def test_a_day_is_purged_once_and_again_when_it_failed(command, monkeypatch):
    purges = []
    monkeypatch.setattr(worker, "call_command", lambda *_, **__: purges.append("try") or 1 / (len(purges) - 1))
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    monkeypatch.setattr(command, "send_letters", lambda: None)

    assert [command.work(), command.work(), command.work()] == [False, True, True]
    assert purges == ["try", "try"]
