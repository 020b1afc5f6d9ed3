"""How a picture leaves the portal, and how pages show it."""

import json
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from cic_portal import languages
from cic_portal.pictures import files, views
from cic_portal.pictures.reading import read_picture
from tests.factories import (
    CourseFactory,
    CourseInstanceFactory,
    EventFactory,
    GuideFactory,
    OfferFactory,
    PictureFactory,
    SectionFactory,
)
from tests.pictures import samples
from tests.portal_pages import elements, parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    """With its files."""
    image = read_picture(SimpleUploadedFile("a.jpg", samples.saved(samples.striped((500, 300)))))
    stored = files.store_files(image)
    return PictureFactory(digest=stored.digest, width=stored.width, height=stored.height)


@pytest.mark.parametrize("kind", ["avif", "webp"])
def test_a_file_is_kept_by_browsers_for_a_year(client, picture, kind):
    response = client.get(f"/pictures/{picture.digest}-480.{kind}")

    assert response.status_code == 200
    assert {
        name: response[name]
        for name in (
            "Content-Type",
            "Cache-Control",
            "X-Content-Type-Options",
            "Cross-Origin-Resource-Policy",
            "Content-Language",
        )
    } == {
        "Content-Type": f"image/{kind}",
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Language": "zxx",
    }
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response.cookies == {}
    assert response.get("Vary", "") in ("", "Accept-Encoding")
    assert response.content == default_storage.open(f"pictures/{picture.digest}-480.{kind}").read()


def test_serving_costs_one_query(client, picture, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(picture.middle)


def test_a_browser_that_asks_again_hears_that_nothing_changed(client, picture):
    first = client.get(picture.middle)

    assert client.get(picture.middle, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.head(picture.middle).status_code == 200
    assert client.post(picture.middle).status_code == 405


def test_only_files_of_pictures_leave(client, picture):
    default_storage.save("secret.webp", ContentFile(b"secret"))
    digest = picture.digest
    names = [
        "../secret.webp",
        "..%2fsecret.webp",
        "%2e%2e/secret.webp",
        "secret.webp",
        f"{digest}-480.webp/../../secret.webp",
        f"{digest}-480.webp%00",
        f"{digest}-480.svg",
        f"{digest}-0480.webp",
        f"{digest}-960.webp",  # it is not as wide
        f"{digest.upper()}-480.webp" if digest.upper() != digest else f"{digest}-.webp",
        f"{'0' * 31}f-480.webp",
        f"{digest}-480.webp%0A",
        "",
    ]

    assert {name: client.get(f"/pictures/{name}").status_code for name in names} == dict.fromkeys(names, 404)


def test_a_disk_serves_as_well_as_memory(client, picture, tmp_path, monkeypatch):
    disk = FileSystemStorage(location=tmp_path)
    for module in (files, views):
        monkeypatch.setattr(module, "default_storage", disk)
    image = read_picture(SimpleUploadedFile("a.jpg", samples.saved(samples.striped((500, 300)))))
    files.store_files(image)
    files.store_files(image)  # written afresh under the same names

    assert client.get(picture.middle).status_code == 200
    assert len(list((tmp_path / "pictures").iterdir())) == 4


def pictured_pages(picture):
    guide = GuideFactory(slug="z-obrazem", picture=picture)
    SectionFactory(guide=guide)
    CourseInstanceFactory(course=CourseFactory(slug="kurs-z-obrazem", picture=picture))
    OfferFactory(slug="oferta-z-obrazem", picture=picture)
    EventFactory(slug="wydarzenie-z-obrazem", picture=picture)
    return [
        f"/services/{guide.topic.slug}/z-obrazem/",
        "/courses/kurs-z-obrazem/",
        "/support/oferta-z-obrazem/",
        "/events/wydarzenie-z-obrazem/",
    ]


@pytest.mark.usefixtures("strict_templates")
@pytest.mark.parametrize("code", ["pl", "uk", "ar"])
def test_a_page_shows_its_picture_in_the_readers_words(client, code):
    picture = PictureFactory(alt="Sala lekcyjna", credit="Anna Nowak, CC BY 4.0")
    words = "Sala lekcyjna" if code == "pl" else f"Sala lekcyjna {code}"

    for path in pictured_pages(picture):
        document = parsed(client.get(f"/{code}{path}"))
        (image,) = elements(document, "img")[:1]
        (source,) = elements(document, "source")
        assert image.attrib == {
            "src": f"/pictures/{picture.digest}-960.webp",
            "srcset": ", ".join(f"/pictures/{picture.digest}-{width}.webp {width}w" for width in (480, 960, 1600)),
            "sizes": "min(80vw, 32rem, 1600px)",
            "width": "1600",
            "height": "1067",
            "alt": words,
            "decoding": "async",
        }, path
        assert source.get("type") == "image/avif"
        assert source.get("srcset").count(".avif ") == 3
        assert "Anna Nowak, CC BY 4.0" in "".join(elements(document, "figcaption")[0].itertext())


def test_words_in_another_language_say_so(client):
    picture = PictureFactory(alt="Sala", untranslated=True)
    picture.alt_en = "A room"
    picture.save()
    path = pictured_pages(picture)[0]

    shown = {code: elements(parsed(client.get(f"/{code}{path}")), "img")[0].attrib for code in ("pl", "en", "ka", "ar")}

    assert {code: (image["alt"], image.get("lang"), image.get("dir")) for code, image in shown.items()} == {
        "pl": ("Sala", None, None),
        "en": ("A room", None, None),
        "ka": ("A room", "en", "ltr"),
        "ar": ("A room", "en", "ltr"),
    }


def test_words_with_signs_cannot_leave_their_attribute(client):
    picture = PictureFactory(alt='"><script>alert(1)</script>', credit="<b>x</b>")

    page = client.get(f"/pl{pictured_pages(picture)[0]}").content.decode()

    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;x" in page
    assert "<b>x" not in page


@pytest.mark.parametrize("has_picture", [False, True])
def test_a_picture_costs_no_query(client, django_assert_num_queries, has_picture):
    paths = pictured_pages(PictureFactory() if has_picture else None)

    for path, queries in zip(paths, (4, 4, 2, 2), strict=True):
        with django_assert_num_queries(queries):
            client.get(f"/uk{path}")


def test_a_page_without_a_picture_has_no_trace_of_one(client):
    guide = SectionFactory(guide=GuideFactory()).guide
    page = client.get(f"/uk{guide.get_absolute_url().removeprefix('/pl')}").content.decode()

    assert guide.title in page
    assert "<picture" not in page
    assert "<figure" not in page


def test_search_engines_see_the_pictures_of_courses_and_events(client):
    picture = PictureFactory()
    _guide, course, _offer, event = pictured_pages(picture)

    for path in (course, event):
        page = client.get(f"/en{path}").content.decode()
        data = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
        assert [part["image"] for part in data if "image" in part] == [
            f"https://portal.example/pictures/{picture.digest}-1600.webp"
        ]


def test_every_language_has_words_for_a_picture():
    assert {f"alt_{code}" for code in languages.CODES} <= {field.name for field in PictureFactory()._meta.fields}
