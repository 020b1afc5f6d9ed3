"""Staff upload a picture, and pages show it."""

import io
import os
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cic_portal.editing.actions import bring_back, restore
from cic_portal.editing.models import Deletion
from cic_portal.pictures import files
from cic_portal.pictures.models import Picture
from cic_portal.texts.status import TranslationStatus
from tests.admin_forms import posted
from tests.factories import GuideFactory, OfferFactory, PictureFactory
from tests.pictures import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
ADD = "/admin/pictures/picture/add/"


@pytest.fixture(autouse=True)
def empty_storage():
    for name in _names():
        default_storage.delete(f"{files.FOLDER}/{name}")


def _names():
    return default_storage.listdir(files.FOLDER)[1] if default_storage.exists(files.FOLDER) else []


def chosen(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content)


def upload(client, content, *, address=ADD, **words):
    return client.post(address, {"alt_pl": "Sala lekcyjna w Kaliszu", "upload": chosen(content), **words})


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["adminform"].form.errors.items()}


def stored():
    return {name: default_storage.open(f"{files.FOLDER}/{name}").read() for name in sorted(_names())}


def purge():
    call_command("purge_personal_data", verbosity=0, stdout=io.StringIO())


def test_an_uploaded_photo_is_kept_in_three_widths_and_two_formats(staff_client):
    response = upload(staff_client, samples.saved(samples.striped((2000, 1000))), credit="Anna Nowak, CC BY 4.0")

    assert response.status_code == 302, errors_of(response)
    picture = Picture.objects.get()
    assert (picture.alt_pl, picture.credit, picture.width, picture.height) == (
        "Sala lekcyjna w Kaliszu",
        "Anna Nowak, CC BY 4.0",
        1600,
        800,
    )
    assert picture.uploaded_by.username == "desk"
    assert sorted(stored()) == [
        f"{picture.digest}-{width}.{kind}" for width in (1600, 480, 960) for kind in ("avif", "webp")
    ]
    sizes = {name.partition("-")[2]: Image.open(io.BytesIO(content)).size for name, content in stored().items()}
    assert sizes["480.avif"] == sizes["480.webp"] == (480, 240)
    assert sizes["1600.avif"] == sizes["1600.webp"] == (1600, 800)


def test_a_small_picture_is_not_enlarged(staff_client):
    upload(staff_client, samples.saved(samples.striped((700, 350))))

    assert [name.partition("-")[2] for name in stored()] == ["480.avif", "480.webp", "700.avif", "700.webp"]


def test_nothing_of_a_phones_notes_is_in_any_file(staff_client):
    upload(staff_client, samples.photo_of_a_phone(orientation=6))

    assert len(stored()) == 2
    for name, content in stored().items():
        image = Image.open(io.BytesIO(content))
        assert dict(image.getexif()) == {}, name
        assert image.getexif().get_ifd(0x8825) == {}, name
        assert set(image.info) <= {"loop", "background", "timestamp", "duration"}, name
        assert image.height > image.width, name  # and it stands upright without them
        for secret in (b"Jan Fotograf", b"secret", b"xmpmeta", b"GPS", b"Exif", b"ICCP"):
            assert secret not in content, name


def test_words_hidden_in_a_png_are_gone(staff_client):
    upload(staff_client, samples.with_hidden_text())

    assert [name for name, content in stored().items() if b"Jan Fotograf" in content or b"secret" in content] == []


def test_a_picture_is_light_enough_for_the_first_view(staff_client):
    """A photo with more detail than any camera's: half of it is noise."""
    noise = Image.frombytes("RGB", (1600, 1067), os.urandom(1600 * 1067 * 3))
    photo = Image.blend(samples.striped((1600, 1067)), noise, 0.4)

    upload(staff_client, samples.saved(photo, quality=80))

    heaviest = max(len(content) for name, content in stored().items() if "-1600" not in name)
    assert heaviest <= files.HEAVIEST
    page_and_style = 14_000 + (settings.BASE_DIR / "static/css/portal.css").stat().st_size
    assert page_and_style + files.HEAVIEST <= 150_000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Zwykly tekst", "not a picture that the portal can show"),
        (samples.SVG, "not a picture that the portal can show"),
        (samples.header_of_a_bomb(), "more than 40 million points"),
        (samples.photo_of_a_phone()[:3500], "damaged or not complete"),
        (b"", "not a picture that the portal can show"),
    ],
    ids=["text", "svg", "bomb", "cut", "empty"],
)
def test_a_bad_file_is_refused_beside_its_field_and_the_words_stay(staff_client, content, sentence):
    response = upload(staff_client, content, credit="Anna Nowak")

    assert response.status_code == 200
    assert [sentence in error for error in errors_of(response)["upload"]] == [True]
    assert set(errors_of(response)) == {"upload"}
    page = response.content.decode()
    assert "Sala lekcyjna w Kaliszu" in page
    assert 'value="Anna Nowak"' in page
    assert (Picture.objects.count(), stored()) == (0, {})


def test_a_huge_file_is_refused_and_never_fills_the_disk(staff_client):
    seen = []
    response = upload(staff_client, samples.photo_of_a_phone() + b"\0" * (settings.UPLOAD_MOST_KEPT + 9_000_000))
    seen += errors_of(response)["upload"]

    assert len(seen) == 1
    assert "larger than 15 MB" in seen[0]
    file = response.context["adminform"].form.files["upload"]
    assert file.size <= settings.UPLOAD_MOST_KEPT + 2 * 64 * 1024


def test_without_words_there_is_no_picture_and_the_file_need_not_be_chosen_again(staff_client):
    response = upload(staff_client, samples.photo_of_a_phone(), alt_pl="")

    assert set(errors_of(response)) == {"alt_pl"}
    assert "The picture that you chose is kept" in response.content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', response.content.decode())[1]

    response = staff_client.post(ADD, {"alt_pl": "Sala", "kept": kept})

    assert response.status_code == 302
    picture = Picture.objects.get()
    assert staff_client.get(picture.middle).status_code == 200


@pytest.mark.parametrize("kept", ["", "forged", "abc:def:ghi"])
def test_without_a_file_there_is_no_picture(staff_client, kept):
    response = staff_client.post(ADD, {"alt_pl": "Sala", "kept": kept})

    assert errors_of(response) == {"upload": ["Choose a file."]}


def test_the_same_picture_is_not_taken_twice(staff_client):
    upload(staff_client, samples.photo_of_a_phone())

    response = upload(staff_client, samples.photo_of_a_phone(), alt_pl="Ta sama sala")

    assert errors_of(response) == {"upload": ["This picture is already here: “Sala lekcyjna w Kaliszu”."]}


def test_another_file_takes_the_place_of_the_first_and_words_stay(staff_client):
    upload(staff_client, samples.photo_of_a_phone())
    first = Picture.objects.get()
    address = f"/admin/pictures/picture/{first.pk}/change/"

    response = upload(staff_client, samples.saved(samples.striped((600, 600), "L")), address=address)

    assert response.status_code == 302
    second = Picture.objects.get()
    assert second.pk == first.pk
    assert (second.alt_pl, second.width) == ("Sala lekcyjna w Kaliszu", 600)
    assert second.digest != first.digest
    assert staff_client.get(first.middle).status_code == 404
    assert staff_client.get(second.middle).status_code == 200


def test_words_are_translated_like_all_others(staff_client):
    picture = PictureFactory(untranslated=True)
    address = f"/admin/pictures/picture/{picture.pk}/change/?language=uk"
    page = staff_client.get(address)
    assert 'name="alt_uk"' in page.content.decode()
    assert 'type="file"' not in page.content.decode()

    staff_client.post(address, posted(page, alt_uk="Навчальний клас", confirm_translation="on"))

    picture.refresh_from_db()
    assert picture.translation_status("uk") == TranslationStatus.CURRENT
    assert picture.translation_status("ka") == TranslationStatus.MISSING


def test_the_list_shows_pictures_and_where_they_are(staff_client):
    shown, lonely = PictureFactory(alt="Plakat"), PictureFactory(alt="Niczyja")
    guide = GuideFactory(title="Poradnik", picture=shown)

    page = staff_client.get("/admin/pictures/picture/").content.decode()
    unused = staff_client.get("/admin/pictures/picture/?used=no").context["cl"].queryset
    found = staff_client.get("/admin/pictures/picture/?q=plak").context["cl"].queryset

    assert f'src="/pictures/{shown.digest}-480.webp"' in page
    assert f'<a href="/admin/services/guide/{guide.pk}/change/">Poradnik</a>' in page
    assert list(unused) == [lonely]
    assert list(found) == [shown]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number(staff_client, django_assert_num_queries, number):
    for _ in range(number):
        GuideFactory(picture=PictureFactory())
        OfferFactory(picture=PictureFactory())

    with django_assert_num_queries(9):
        staff_client.get("/admin/pictures/picture/")


def test_a_picture_that_is_shown_cannot_be_deleted(staff_client):
    picture = PictureFactory()
    guide = GuideFactory(title="Poradnik", picture=picture)

    response = staff_client.post(f"/admin/pictures/picture/{picture.pk}/delete/", {"post": "yes"})

    assert "Cannot delete picture" in response.content.decode()
    assert f'<a href="/admin/services/guide/{guide.pk}/change/">Poradnik</a>' in response.content.decode()
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_a_deleted_picture_is_gone_at_once_and_its_files_after_a_while(staff_client, time_machine):
    upload(staff_client, samples.photo_of_a_phone())
    picture = Picture.objects.get()
    assert staff_client.get(picture.middle).status_code == 200

    staff_client.post(f"/admin/pictures/picture/{picture.pk}/delete/", {"post": "yes"})

    assert staff_client.get(picture.middle).status_code == 404
    deleted_at = timezone.now()
    time_machine.move_to(deleted_at + timedelta(days=30), tick=False)
    purge()
    assert len(stored()) == 4  # whoever takes the deletion back finds them
    time_machine.move_to(deleted_at + timedelta(days=32), tick=False)
    purge()
    assert stored() == {}


def test_a_deleted_picture_comes_back_with_its_files(staff_client):
    upload(staff_client, samples.photo_of_a_phone())
    picture = Picture.objects.get()
    staff_client.post(f"/admin/pictures/picture/{picture.pk}/delete/", {"post": "yes"})

    bring_back(deletion=Deletion.objects.get(), by=picture.uploaded_by, now=timezone.now())

    assert Picture.objects.get().alt_pl == "Sala lekcyjna w Kaliszu"
    assert staff_client.get(picture.middle).status_code == 200


def test_an_older_version_brings_its_files_back(staff_client, time_machine):
    upload(staff_client, samples.photo_of_a_phone())
    first = Picture.objects.get()
    moment = Picture.history.earliest("history_date").history_date
    address = f"/admin/pictures/picture/{first.pk}/change/"
    other = chosen(samples.saved(samples.striped((600, 600), "L")))
    staff_client.post(address, posted(staff_client.get(address), upload=other))
    assert staff_client.get(first.middle).status_code == 404
    time_machine.move_to(timezone.now() + timedelta(days=9), tick=False)
    purge()

    restore(instance=Picture.objects.get(), moment=moment, by=first.uploaded_by, now=timezone.now())

    assert Picture.objects.get().digest == first.digest
    assert staff_client.get(first.middle).status_code == 200


def test_files_of_a_form_that_nobody_finished_go_after_two_days(staff_client, time_machine):
    upload(staff_client, samples.photo_of_a_phone(), alt_pl="")
    sent_at = timezone.now()

    time_machine.move_to(sent_at + timedelta(days=1), tick=False)
    purge()
    assert len(stored()) == 4
    time_machine.move_to(sent_at + timedelta(days=3), tick=False)
    purge()

    assert stored() == {}


def test_files_of_a_picture_that_is_there_are_never_swept_away(staff_client, time_machine):
    upload(staff_client, samples.photo_of_a_phone())
    time_machine.move_to(timezone.now() + timedelta(days=500), tick=False)

    purge()

    assert len(stored()) == 4


def test_a_guide_gets_its_picture_and_shows_which(staff_client):
    picture, guide = PictureFactory(alt="Plakat"), GuideFactory()
    address = f"/admin/services/guide/{guide.pk}/change/"

    response = staff_client.post(address, posted(staff_client.get(address), picture=picture.pk))

    assert response.status_code == 302, errors_of(response)
    guide.refresh_from_db()
    assert guide.picture == picture
    assert f'src="/pictures/{picture.digest}-480.webp"' in staff_client.get(address).content.decode()
    assert reverse("admin:pictures_picture_add") in staff_client.get(address).content.decode()
