import pytest
from django.core.management import CommandError, call_command

from cic_portal.loading.actions import load_entries
from cic_portal.loading.content_files import ContentError, Kind, read_entries
from cic_portal.loading.kinds import content_kinds
from cic_portal.management.commands import load_content
from services.models import Guide, Section, Term, Topic
from tests.portal_pages import LAUNCHED

pytestmark = pytest.mark.django_db

TOPIC = """---
title: Zdrowie
summary: lekarz
position: 3
icon: heart
---
Wstęp.
"""


@pytest.fixture
def files(tmp_path, empty_portal):
    """Writes content files and loads them as the command does."""

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def load():
        kinds = (
            Kind(
                tmp_path / "topics",
                Topic,
                ("position", "icon"),
                required=("title",),
                body="body",
            ),
            Kind(
                tmp_path / "guides",
                Guide,
                ("topic", "position"),
                required=("title", "topic"),
                section_kinds=tuple(Section.Kind.values),
            ),
        )
        entries = [entry for kind in kinds for entry in read_entries(kind)]
        return load_entries(entries, digest="test")

    write.load = load
    return write


def counts(report):
    return (report.created, report.updated, report.unchanged, report.kept)


def test_loading_twice_changes_nothing(files):
    files("topics/health/pl.md", TOPIC)

    assert counts(files.load()) == (1, 0, 0, 0)
    assert counts(files.load()) == (0, 0, 1, 0)
    topic = Topic.objects.get(slug="health")
    assert (topic.title_pl, topic.body_pl, topic.icon, topic.position) == ("Zdrowie", "Wstęp.", "heart", 3)


def test_what_staff_changed_stays(files):
    files("topics/health/pl.md", TOPIC)
    files.load()
    Topic.objects.filter(slug="health").update(title_pl="Zdrowie i leczenie")
    files("topics/health/pl.md", TOPIC.replace("title: Zdrowie", "title: Lekarze").replace("lekarz", "lekarz, szpital"))

    report = files.load()

    topic = Topic.objects.get(slug="health")
    assert (topic.title_pl, topic.summary_pl) == ("Zdrowie i leczenie", "lekarz, szpital")
    assert report.kept == 1


def test_sections_follow_their_file(files):
    head = "---\ntopic: health\ntitle: Lekarz\nsummary: s\nkeywords: k\n---\n"
    files("topics/health/pl.md", TOPIC)
    files("guides/doctor/pl.md", f"{head}## what\nPierwsze.\n\n## steps\n1. Krok.\n")
    files.load()
    files("guides/doctor/pl.md", f"{head}## what\nDrugie.\n")

    files.load()

    assert list(Section.objects.values_list("kind", "body_pl")) == [("what", "Drugie.")]


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("topics/health/pl.md", "title: x\n", 1, "must begin with ---"),
        ("topics/health/pl.md", "---\ntitle: x\n", 2, "not closed"),
        ("topics/health/pl.md", "---\ntitle: x\nsummary: 'y\n---\n", 3, "front matter"),
        ("topics/health/pl.md", "---\ntitle: x\nsummary: y\ncolour: red\n---\n", 4, "does not belong here"),
        ("topics/health/pl.md", "---\nsummary: y\n---\n", 1, "“title” is missing"),
        ("topics/health/xx.md", TOPIC, 1, "not a language"),
        ("topics/health/uk.md", "---\ntitle: x\nposition: 3\n---\n", 3, "does not belong here"),
        ("topics/health/pl.md", TOPIC.replace("position: 3", "position: three"), 4, "cannot be used"),
        ("guides/doctor/pl.md", "---\ntopic: health\ntitle: x\n---\n## wat\ntext\n", 5, "not a kind of section"),
        ("guides/doctor/pl.md", "---\ntopic: health\ntitle: x\n---\n## what\na\n## what\nb\n", 7, "stands here twice"),
        ("guides/doctor/pl.md", "---\ntopic: nowhere\ntitle: x\n---\n## what\na\n", 2, "cannot be used"),
        (
            "guides/doctor/pl.md",
            "---\ntopic: health\ntitle: x\n---\nlost words\n## what\na\n",
            5,
            "before the first section",
        ),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_changes_nothing(files, name, text, line, words):
    if name != "topics/health/pl.md":
        files("topics/health/pl.md", TOPIC)
    path = files(name, text)

    with pytest.raises(ContentError) as caught:
        files.load()

    assert f"{path}:{line}: " in str(caught.value)
    assert words in str(caught.value)
    assert Topic.objects.count() + Guide.objects.count() == 0


def test_a_translation_must_say_what_it_was_made_from(files):
    files("topics/health/pl.md", TOPIC)
    path = files("topics/health/uk.md", "---\ntitle: Здоров’я\n---\n")

    with pytest.raises(ContentError, match="stamp_translations") as caught:
        files.load()

    assert str(caught.value).startswith(f"{path}:2: ")


def test_the_command_names_an_unknown_term_and_exits_1(monkeypatch, tmp_path):
    broken = tmp_path / "terms" / "x"
    broken.mkdir(parents=True)
    (broken / "pl.md").write_text("---\nname: x\nmeaning: |\n  Zobacz\n  [[nie ma takiego]].\n---\n", encoding="utf-8")
    monkeypatch.setattr(load_content, "content_kinds", lambda: [Kind(tmp_path / "terms", Term, ("name",))])

    with pytest.raises(CommandError) as caught:
        call_command("load_content")

    assert caught.value.returncode == 1
    assert f"{broken / 'pl.md'}:" in str(caught.value)
    assert "[[nie ma takiego]] is not known" in str(caught.value)
    assert not Term.objects.filter(slug="x").exists()


def test_shipped_content_is_complete_in_every_language():

    gaps = [
        f"{entry.kind.root.name}/{entry.slug}: {code}"
        for kind in content_kinds()
        for entry in read_entries(kind)
        for code in LAUNCHED
        if code not in entry.files or set(entry.source.texts) - set(entry.files[code].texts)
    ]

    assert gaps == []


def test_what_staff_deleted_stays_deleted(files):
    files("topics/health/pl.md", TOPIC)
    files.load()
    Topic.objects.filter(slug="health").delete()

    report = files.load()

    assert counts(report) == (0, 0, 0, 1)
    assert not Topic.objects.filter(slug="health").exists()


def test_a_file_that_is_no_text_is_named(files):
    path = files("topics/health/pl.md", "")
    path.write_bytes(b"---\ntitle: \xff\n---\n")

    with pytest.raises(ContentError, match="not UTF-8"):
        files.load()


def test_two_terms_of_one_name_are_named(files, tmp_path):
    for slug in ("one", "two"):
        files(f"terms/{slug}/pl.md", "---\nname: to samo\nmeaning: x\n---\n")
    kind = Kind(tmp_path / "terms", Term, ("name",))

    with pytest.raises(ContentError, match=r"two/pl\.md:1"):
        load_entries(read_entries(kind), digest="test")
