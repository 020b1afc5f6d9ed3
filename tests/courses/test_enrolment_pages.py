import pytest
import time_machine

from cic_portal.languages import CODES
from cic_portal.letters.models import Letter
from courses.enrolments.models import Enrolment, Participant
from tests.factories import ClosureFactory, CourseInstanceFactory, EnrolmentFactory, EventFactory
from tests.portal_pages import elements, parsed, text_of
from tests.visitor_forms import fill_in, key_of, sign_up, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]
JANUARY = "2027-01-10 12:00+01:00"
MEGABYTE = "ї" * 1_000_000


@pytest.fixture(autouse=True)
def in_january(settings):
    settings.FORM_LEAST_SECONDS = 0
    with time_machine.travel(JANUARY, tick=False):
        yield


@pytest.fixture
def course():
    return CourseInstanceFactory(course__slug="kurs", capacity=1)


@pytest.fixture
def address(course):
    return f"/uk/courses/kurs/{course.pk}/enrol/"


def page(response):
    return response.content.decode()


def test_signing_up_takes_three_steps_and_sets_no_cookie(client, address):
    response = sign_up(client, address)

    enrolment = Enrolment.objects.get()
    assert response.status_code == 200
    assert enrolment.reference in page(response)
    assert (enrolment.status, enrolment.participant.language) == ("confirmed", "uk")
    assert not client.cookies
    assert response["Cache-Control"] == "private, no-store"
    assert "olena" not in response.headers.__str__()


@pytest.mark.parametrize("code", CODES)
def test_each_step_is_valid_and_whole_in_every_language(client, course, code):
    address = f"/{code}/courses/kurs/{course.pk}/enrol/"
    answers = {"given_name": "Ола", "family_name": "К", "email": "o@example.org", "language": code, "consent": "on"}

    steps = [client.get(address), fill_in(client, address), fill_in(client, address, **answers)]
    steps.append(client.post(address, {**answers, "token": token_of(steps[-1]), "confirmed": "yes"}))
    steps.append(client.get(f"/{code}/bookings/"))

    for step in steps:
        document = parsed(step)
        assert len(elements(document, "h1")) == 1
        assert "‼" not in page(step)


def test_a_double_click_makes_one_enrolment(client, address):
    answers = {"given_name": "Olena", "family_name": "K", "email": "o@example.org", "language": "uk", "consent": "on"}
    token = token_of(client.get(address))

    first, second = (client.post(address, {**answers, "token": token, "confirmed": "yes"}) for _click in range(2))

    reference = Enrolment.objects.get().reference
    assert reference in page(first)
    assert reference in page(second)
    assert Letter.objects.count() == 1


def test_a_second_child_from_the_same_page_is_a_second_person(client):
    course = CourseInstanceFactory(course__slug="kurs")
    address = f"/uk/courses/kurs/{course.pk}/enrol/"
    answers = {"family_name": "K", "email": "o@example.org", "language": "uk", "consent": "on", "confirmed": "yes"}
    token = token_of(client.get(address))

    for name in ("Ola", "Marko"):
        client.post(address, {**answers, "given_name": name, "token": token})

    assert sorted(Participant.objects.values_list("given_name", flat=True)) == ["Marko", "Ola"]


def test_a_full_course_offers_the_line_and_says_so_first(client, course, address):
    EnrolmentFactory(course_instance=course)

    assert "Free places" not in page(client.get(f"/en/courses/kurs/{course.pk}/enrol/"))
    response = sign_up(client, f"/en/courses/kurs/{course.pk}/enrol/")

    assert "Your place in the line: 1." in page(response)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"cancelled_at": "2027-01-02T12:00Z"}, "It has been cancelled."),
        ({"enrolment_closes_at": "2027-01-02T12:00Z"}, "Enrolment is closed."),
        ({"is_example": True}, "This is only an example. Nobody can join it."),
    ],
)
def test_what_cannot_be_joined_says_why_and_asks_nothing(client, facts, sentence):
    course = CourseInstanceFactory(course__slug="kurs", **facts)
    address = f"/en/courses/kurs/{course.pk}/enrol/"

    opened, sent = client.get(address), client.post(address, {"given_name": "O", "confirmed": "yes"})

    for response in (opened, sent):
        assert sentence in page(response)
        assert 'name="given_name"' not in page(response)
    assert sent.status_code == 409


def test_who_signs_up_twice_reads_that_they_have(client, address):
    sign_up(client, "/en/" + address.removeprefix("/uk/"))

    response = sign_up(client, "/en/" + address.removeprefix("/uk/"))

    assert "You have already signed up for this." in page(response)
    assert Enrolment.objects.count() == 1


BAD = {
    "no name": ({"given_name": " "}, "Write your name."),
    "digits": ({"given_name": "12345"}, "Write your name with letters only."),
    "emoji": ({"given_name": "Ola 😀"}, "Write your name with letters only."),
    "script": ({"family_name": "<script>alert(1)</script>"}, "Write your name with letters only."),
    "only a direction mark": ({"family_name": "\u202e\u202d"}, "Write your name."),
    "only null bytes": ({"family_name": "\x00\x00"}, "Write your name."),
    "a megabyte": ({"given_name": MEGABYTE}, "Please write at most 80 characters."),
    "bad e-mail": ({"email": "olena@"}, "Write the e-mail address like this: name@example.com"),
    "two e-mails": ({"email": "a@example.org,b@example.org"}, "Write the e-mail address like this: name@example.com"),
    "header injection": ({"email": "a@example.org\nBcc: b@example.org"}, "Write the e-mail address like this"),
    "bad phone": ({"email": "", "phone": "12"}, "Write the phone number like this: 600 123 456"),
    "no contact": ({"email": ""}, "Give us an e-mail address or a phone number. One is enough."),
    "foreign language": ({"language": "xx"}, "Choose a language."),
    "not ticked": ({"consent": ""}, "Tick this box when you have read it."),
    "made-up need": ({"needs": ["gold"]}, "Choose from this list."),
}


@pytest.mark.parametrize(("answers", "sentence"), BAD.values(), ids=BAD)
def test_a_mistake_is_explained_beside_its_field_and_loses_nothing(client, course, answers, sentence):
    good = {"given_name": "Olena", "family_name": "Kowalenko", "email": "olena@example.org", "language": "uk"}

    response = fill_in(client, f"/en/courses/kurs/{course.pk}/enrol/", **{**good, "consent": "on", **answers})

    assert response.status_code == 422
    assert sentence in page(response)
    document = parsed(response)
    assert text_of(elements(document, "title")[0]).startswith("Error:")
    for name, value in {**good, **answers}.items():
        if name in ("given_name", "family_name", "email") and value.isprintable():
            field = next(e for e in elements(document, "input") if e.get("name") == name)
            assert field.get("value", "") == value, name
    described = [e for e in document.iter() if e.get("aria-invalid") == "true" and e.get("type") != "checkbox"]
    ids = {e.get("id") for e in document.iter()}
    assert described or {"consent", "needs"} & answers.keys()
    assert all(set(e.get("aria-describedby").split()) <= ids for e in described)
    assert Enrolment.objects.count() == 0


def test_unseen_characters_are_taken_out_of_names(client, address):
    sign_up(client, address, given_name="O\x00le\u202ena", family_name="  Kowa\u200flenko ")

    person = Participant.objects.get()
    assert person.full_name == "Olena Kowalenko"


@pytest.mark.parametrize("name", ["ქეთევან", "عبد الرحمن", "Zażółć-Gęślą", "O’Connor", "Nguyễn"])
def test_names_of_every_script_are_names(client, address, name):
    sign_up(client, address, given_name=name)

    assert Participant.objects.get().given_name == name


@pytest.mark.parametrize("phone", ["600123456", "+48 600 123 456", "0048600123456", "٦٠٠١٢٣٤٥٦"])
def test_a_phone_is_understood_however_it_is_typed(client, address, phone):
    sign_up(client, address, email="", phone=phone)

    assert Participant.objects.get().phone.as_e164 == "+48600123456"


@pytest.mark.parametrize("token", ["", "forged", "eyJhIjoxfQ:1abc:xyz"])
def test_a_forged_token_sends_nothing_and_keeps_what_was_typed(client, address, token):
    response = client.post(address, {"given_name": "Olena", "token": token, "confirmed": "yes"})

    assert response.status_code == 403
    assert 'value="Olena"' in page(response)
    assert token_of(response)
    assert Enrolment.objects.count() == 0


def test_a_token_opens_only_its_own_form(client, address):
    other = CourseInstanceFactory(course__slug="inny")
    token = token_of(client.get(f"/uk/courses/inny/{other.pk}/enrol/"))

    assert client.post(address, {"given_name": "Olena", "token": token}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}]
)
def test_another_site_cannot_send_the_form(client, address, headers):
    token = token_of(client.get(address))
    answers = {"given_name": "O", "family_name": "K", "email": "o@example.org", "language": "uk", "consent": "on"}

    response = client.post(address, {**answers, "token": token, "confirmed": "yes"}, headers=headers)

    assert response.status_code == 403
    assert 'value="o@example.org"' in page(response)
    assert Enrolment.objects.count() == 0


def test_a_form_filled_in_within_a_moment_comes_back(client, address, settings):
    settings.FORM_LEAST_SECONDS = 2

    assert fill_in(client, address, given_name="Olena").status_code == 403


def test_a_mistake_may_be_mended_within_a_moment(client, address, settings):
    settings.FORM_LEAST_SECONDS = 2
    answers = {"given_name": "O", "family_name": "K", "email": "o@example.org", "language": "uk"}
    token = token_of(client.get(address))

    with time_machine.travel("2027-01-10 12:01+01:00", tick=False):
        mistaken = client.post(address, {**answers, "token": token})
        mended = client.post(address, {**answers, "consent": "on", "token": token_of(mistaken)})

    assert (mistaken.status_code, mended.status_code) == (422, 200)


def test_a_form_may_stay_open_overnight(client, address):
    token = token_of(client.get(address))
    answers = {"given_name": "O", "family_name": "K", "email": "o@example.org", "language": "uk", "consent": "on"}

    with time_machine.travel("2027-01-11 11:00+01:00", tick=False):
        client.post(address, {**answers, "token": token, "confirmed": "yes"})

    assert Enrolment.objects.count() == 1


def test_a_robot_that_fills_in_everything_gets_nothing(client, address):
    assert fill_in(client, address, given_name="Olena", website="https://spam.example").status_code == 403


def test_too_many_enrolments_from_one_address_wait_without_losing_a_word(client, settings):
    settings.ENROLMENTS_PER_HOUR = 2
    course = CourseInstanceFactory(course__slug="kurs")
    address = f"/en/courses/kurs/{course.pk}/enrol/"
    for name in ("Ala", "Bela"):
        sign_up(client, address, given_name=name)

    response = sign_up(client, address, given_name="Cela")

    assert response.status_code == 429
    assert 'value="Cela"' in page(response)
    assert Enrolment.objects.count() == 2


def test_going_back_from_the_check_keeps_the_answers(client, address):
    answers = {"given_name": "Olena", "family_name": "K", "email": "o@example.org", "language": "uk", "consent": "on"}
    checked = fill_in(client, address, **answers)

    response = client.post(address, {**answers, "token": token_of(checked), "change": "yes"})

    assert response.status_code == 200
    assert 'value="Olena"' in page(response)


def test_a_draft_or_hidden_course_cannot_be_joined(client):
    draft = CourseInstanceFactory(course__slug="a", status="draft")
    hidden = CourseInstanceFactory(course__slug="b", course__status="draft")

    assert client.get(f"/uk/courses/a/{draft.pk}/enrol/").status_code == 404
    assert client.get(f"/uk/courses/b/{hidden.pk}/enrol/").status_code == 404
    assert client.get("/uk/courses/a/99999999999999999999/enrol/").status_code == 404


def test_an_event_is_joined_the_same_way(client):
    EventFactory(slug="spotkanie", is_joinable=True, capacity=5)

    sign_up(client, "/ar/events/spotkanie/enrol/")

    assert Enrolment.objects.get().event.slug == "spotkanie"


# --- the booking page ---


def opened(client, enrolment, contact="olena@example.org"):
    address = f"/en/bookings/{enrolment.reference}/"
    return fill_in(client, address, reference=enrolment.reference, contact=contact)


@pytest.fixture
def enrolment(course):
    return EnrolmentFactory(
        course_instance=course, participant__email="olena@example.org", participant__phone="+48600123456"
    )


@pytest.mark.parametrize("contact", ["olena@example.org", "OLENA@example.org", "600 123 456", "+48600123456"])
def test_a_booking_opens_to_its_contact(client, enrolment, contact):
    assert "You have a place" in page(opened(client, enrolment, contact))


def test_unknown_and_wrong_are_answered_alike(client, enrolment):
    wrong = opened(client, enrolment, "other@example.org")
    unknown = fill_in(client, "/en/bookings/", reference="AAAAA-AAAAA", contact="olena@example.org")

    sentence = "We find no booking with this reference and this contact. Check both, or call us."
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert sentence in page(wrong)
    assert sentence in page(unknown)


def test_the_page_of_a_booking_says_nothing_before_the_contact(client, enrolment):
    known, unknown = client.get(f"/en/bookings/{enrolment.reference}/"), client.get("/en/bookings/AAAAA-AAAAA/")

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert "Kurs" not in page(known)


def test_a_reference_is_understood_without_its_hyphen(client, enrolment):
    typed = enrolment.reference.replace("-", " ").lower()

    response = fill_in(client, "/en/bookings/", reference=typed, contact="olena@example.org")

    assert "You have a place" in page(response)


def test_guessing_references_is_stopped(client, enrolment, settings):
    settings.BOOKING_LOOKUPS_PER_HOUR = 3
    answers = [fill_in(client, "/en/bookings/", reference="AAAAA-AAAAA", contact="a@example.org") for _try in range(4)]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    assert opened(client, enrolment).status_code == 429


def test_a_class_on_one_connection_opens_its_bookings(client, enrolment, settings):
    settings.BOOKING_LOOKUPS_PER_HOUR = 3

    answers = [opened(client, enrolment) for _pupil in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 5


def test_cancelling_asks_once_and_the_next_moves_up(client, course, enrolment):
    waiting = EnrolmentFactory(course_instance=course, waiting=True)
    address, key = "/en/bookings/", key_of(opened(client, enrolment))

    asked = client.post(address, {"key": key, "verb": "cancel"})
    enrolment.refresh_from_db()
    assert (enrolment.status, "Do you really want to cancel?" in page(asked)) == ("confirmed", True)
    done = client.post(address, {"key": key, "verb": "cancel", "sure": "yes"})

    enrolment.refresh_from_db()
    waiting.refresh_from_db()
    assert (enrolment.status, waiting.status) == ("cancelled", "offered")
    assert "Cancelled. Thank you for telling us" in page(done)


def test_the_offered_place_is_confirmed_on_the_page(client, course):
    offered = EnrolmentFactory(course_instance=course, offered=True, participant__email="olena@example.org")

    client.post("/en/bookings/", {"key": key_of(opened(client, offered)), "verb": "confirm"})

    offered.refresh_from_db()
    assert offered.status == "confirmed"


@pytest.mark.parametrize("key", ["", "forged", "AAAAA-AAAAA:1:x"])
def test_a_forged_key_opens_nothing(client, enrolment, key):
    response = client.post("/en/bookings/", {"key": key, "verb": "cancel", "sure": "yes"})

    enrolment.refresh_from_db()
    assert (response.status_code, enrolment.status) == (404, "confirmed")


def test_the_owner_changes_the_contact(client, enrolment):
    key = key_of(opened(client, enrolment))

    bad = client.post("/en/bookings/", {"key": key, "verb": "change_contact", "email": "x", "language": "ka"})
    good = {"key": key, "verb": "change_contact", "email": "new@example.org", "phone": "", "language": "ka"}
    client.post("/en/bookings/", good)

    person = Participant.objects.get(pk=enrolment.participant_id)
    assert bad.status_code == 422
    assert (person.email, person.phone, person.language) == ("new@example.org", "", "ka")


def test_a_closure_day_has_no_lesson(client, course):
    from contact.models import Centre
    from courses.actions import plan_sessions

    ClosureFactory(centre=Centre.objects.get(is_home=True))  # 1 and 2 February 2027
    plan_sessions(instance=course, now=course.begins_at.replace(year=2026))

    days = [session.planned_on.isoformat() for session in course.sessions.all()[:2]]
    assert days == ["2027-02-03", "2027-02-08"]
