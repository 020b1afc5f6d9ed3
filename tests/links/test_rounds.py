"""The worker's portion: polite, short, and sure of its own network before it blames a site."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cic_portal.duties import duties
from cic_portal.links import actions, rounds
from cic_portal.links.models import Host, Link
from cic_portal.links.rounds import Round, look_after_links
from cic_portal.management.commands import check_links
from tests.factories import LinkFactory, OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_pause(settings):
    settings.LINK_PAUSE_SECONDS = 0


def links(*addresses):
    return [LinkFactory(address=address) for address in addresses]


def states():
    return dict(Link.objects.values_list("address", "state"))


def test_a_portion_checks_what_is_due(world, no_pause):
    well, gone = links("https://a.portal.test/x", "https://b.portal.test/x")
    LinkFactory(address="https://c.portal.test/x", next_check_at=timezone.now() + timedelta(days=1))
    world.page("https://a.portal.test/x", 200)

    assert Round(network=world.network).run() == [well, gone]
    assert states() == {
        "https://a.portal.test/x": "ok",
        "https://b.portal.test/x": "failing",
        "https://c.portal.test/x": "unchecked",
    }


def test_a_site_is_asked_once_and_then_left_alone_for_a_while(world, settings):
    settings.LINK_PAUSE_SECONDS = 60
    links("https://a.portal.test/1", "https://a.portal.test/2", "https://b.portal.test/1")
    for address in states():
        world.page(address, 200)

    Round(network=world.network).run()

    assert world.asked == [("HEAD", "https://a.portal.test/1"), ("HEAD", "https://b.portal.test/1")]


def test_a_second_request_to_a_site_waits_for_its_turn(world, settings):
    settings.LINK_PAUSE_SECONDS = 5
    links("https://a.portal.test/1")
    world.page("https://a.portal.test/1", 405, 200)
    waits = []

    Round(network=world.network, sleep=waits.append).run()

    assert [method for method, _url in world.asked] == ["HEAD", "GET"]
    assert [4 < seconds <= 5 for seconds in waits] == [True]


def test_a_redirect_to_a_site_that_asked_for_a_rest_is_looked_at_later(world, no_pause):
    links("https://a.portal.test/1")
    world.page("https://a.portal.test/1", (302, {"Location": "https://b.portal.test/"}))
    Host.objects.create(name="b.portal.test", free_at=timezone.now() + timedelta(hours=3))

    Round(network=world.network).run()

    link = Link.objects.get()
    assert (link.state, link.claimed_at) == ("unchecked", None)
    assert timedelta(hours=2) < link.next_check_at - timezone.now() <= timedelta(hours=3)
    assert [url for _method, url in world.asked] == ["https://a.portal.test/1"]


def test_a_site_that_says_later_is_not_asked_for_its_other_pages(world, no_pause):
    links("https://a.portal.test/1", "https://a.portal.test/2")
    world.page("https://a.portal.test/1", (429, {"Retry-After": "600"}))

    Round(network=world.network).run()

    assert [url for _method, url in world.asked] == ["https://a.portal.test/1"]
    assert states() == {"https://a.portal.test/1": "unchecked", "https://a.portal.test/2": "unchecked"}


def test_a_portion_ends_after_its_number_its_time_or_when_told_to(world, no_pause):
    links(*[f"https://a.portal.test/{number}" for number in range(6)])

    assert len(Round(network=world.network).run(most=2)) == 2
    assert len(Round(network=world.network).run(seconds=0)) == 0
    assert len(Round(network=world.network, may_go_on=lambda: False).run()) == 0
    assert len(Round(network=world.network).run()) == 4


def test_a_silent_site_is_to_blame_when_another_one_answers(world, no_pause):
    world.names["down.portal.test"] = OSError("unknown")
    links("https://down.portal.test/")
    LinkFactory(address="https://a.portal.test/", state=Link.State.OK, next_check_at=timezone.now() + timedelta(days=5))

    Round(network=world.network).run()

    assert states() == {"https://down.portal.test/": "failing", "https://a.portal.test/": "ok"}
    assert world.asked == [("HEAD", "https://a.portal.test/"), ("GET", "https://a.portal.test/")]


def test_without_a_network_no_link_is_to_blame(world, no_pause):
    links("https://a.portal.test/", "https://b.portal.test/", "https://c.portal.test/")
    world.is_cut_off = True

    assert Round(network=world.network).run() == []

    assert set(states().values()) == {"unchecked"}
    assert list(Link.objects.exclude(claimed_at=None)) == []
    assert actions.is_offline(now=timezone.now())

    world.is_cut_off = False
    assert Round(network=world.network).run() == []  # for an hour
    assert len(Round(network=world.network).run()) == 0
    actions.check_again(links=Link.objects.all(), now=timezone.now())  # or until somebody asks
    assert len(Round(network=world.network).run()) == 3


def test_a_fault_of_ours_gives_the_link_back(world, monkeypatch, no_pause):
    links("https://a.portal.test/")
    monkeypatch.setattr(rounds, "check", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        Round(network=world.network).run()

    assert Link.objects.get().claimed_at is None


def test_the_worker_reads_texts_and_checks_links_only_where_it_is_wanted(settings, monkeypatch):
    turns = []
    monkeypatch.setattr(rounds, "look_after_links", lambda **_: turns.append("links"))

    settings.LINK_CHECKS = False
    duties["links"].do(now=timezone.now(), may_go_on=lambda: True)
    settings.LINK_CHECKS = True
    duties["links"].do(now=timezone.now(), may_go_on=lambda: True)

    assert turns == ["links"]


def test_texts_are_read_every_quarter_of_an_hour(world, monkeypatch, no_pause, empty_portal):
    monkeypatch.setattr(rounds, "Network", lambda: world.network)
    OfficeFactory(website="https://a.portal.test/first")
    look_after_links()
    OfficeFactory(website="https://a.portal.test/second")
    look_after_links()

    assert "https://a.portal.test/second" not in states()

    assert actions.claim_collection(every=rounds.COLLECTED_EVERY, now=timezone.now() + timedelta(minutes=16))


@pytest.mark.usefixtures("empty_portal")
class TestCommand:
    @pytest.fixture(autouse=True)
    def nothing_else(self, world, monkeypatch, no_pause):
        from cic_portal.pages.models import Page

        Page.objects.all().delete()
        monkeypatch.setattr(rounds, "Network", lambda: world.network)

    def test_all_is_well(self, world, capsys):
        OfficeFactory(website=world.page("https://a.portal.test/x", 200))

        call_command("check_links")

        assert capsys.readouterr().out == "Links in texts: 1 (1 new, 0 gone).\nChecked now: 1.\n"

    def test_what_is_broken_is_printed_and_is_an_error(self, world, capsys):
        office = OfficeFactory(name="Urząd", website="https://a.portal.test/gone")
        call_command("check_links")
        capsys.readouterr()

        with pytest.raises(SystemExit) as ended:
            call_command("check_links", all=True)

        assert ended.value.code == 1
        assert capsys.readouterr().out == (
            "Links in texts: 1 (0 new, 0 gone).\nChecked now: 1.\n\n"
            "broken   404  https://a.portal.test/gone\n"
            "         The site has no page at this address (any more).\n"
            f"         in services.office {office.pk}, Urząd (website)\n"
        )

    def test_only_what_is_due_is_checked_without_all(self, world, capsys):
        OfficeFactory(website=world.page("https://a.portal.test/x", 200))
        call_command("check_links")
        capsys.readouterr()

        call_command("check_links")

        assert "Checked now: 0." in capsys.readouterr().out

    def test_once_is_one_portion(self, world, monkeypatch, capsys):
        monkeypatch.setattr(Round.run, "__kwdefaults__", {"seconds": 10, "most": 1})
        for number in range(2):
            OfficeFactory(website=world.page(f"https://a.portal.test/{number}", 200))

        call_command("check_links", once=True)

        assert "Checked now: 1." in capsys.readouterr().out

    def test_it_waits_for_the_turn_of_a_site(self, world, settings, monkeypatch, capsys):
        settings.LINK_PAUSE_SECONDS = 0.2
        monkeypatch.setattr(check_links.time, "sleep", check_links.time.sleep)
        for number in range(3):
            OfficeFactory(website=world.page(f"https://a.portal.test/{number}", 200))

        call_command("check_links")

        assert "Checked now: 3." in capsys.readouterr().out

    def test_a_machine_without_network_says_so(self, world, capsys):
        world.is_cut_off = True
        for host in "ab":
            OfficeFactory(website=f"https://{host}.portal.test/")

        call_command("check_links")

        assert "No link is to blame" in capsys.readouterr().out
