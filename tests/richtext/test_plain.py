"""HTML and characters that nobody sees, in every field that staff type."""

from contextlib import suppress

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cic_portal import languages
from cic_portal.accounts.invitations.forms import InviteForm
from cic_portal.richtext.plain import WordsOnlyMixin, validate_plain
from cic_portal.typed_text import UNSEEN_BY_STAFF
from contact.appointments.desk_forms import WalkInForm
from contact.appointments.models import Adviser
from contact.correspondence.desk import AnswerForm, NoteForm
from contact.models import Centre, Closure
from courses.demand.desk import StartCourseForm
from courses.enrolments.desk.forms import AddPersonForm, GroupTextForm
from courses.models import CourseInstance
from services.models import Guide, Situation
from tests import factories
from tests.admin_forms import posted
from tests.richtext.corpus import content_files

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(2)"  # without an end: it would swallow what follows


@pytest.mark.parametrize(
    "text",
    ["< 18", "a < b", "a<b", "5 < 6 & 7 > 2", "x <- y", "<3", "->", "Jan <jan@example.org>", "<https://gov.pl/>",
     "wiek<18 lat, dochód>1000 zł", "„<…>”", "a < b > c", "[[karta|kartę]] {{kwota}}", "&lt;b&gt;", ""],
)  # fmt: skip
def test_angle_brackets_of_prose_stay(text):
    validate_plain(text)


@pytest.mark.parametrize(
    "text",
    [SCRIPT, IMAGE, "<b>ważne</b>", "a</p>", "<br>", "<br/>", "<BR />", "<o:p>", "<a href='x'>y</a>", "<svg/onload=alert(1)>",
     "<svg/onload=alert(1) ", "<!-- x", "<!DOCTYPE html>", "<?xml version='1.0'?>", "<![CDATA[x", "<iframe", "<scr<script>ipt>",
     "<x y>", "a\n<p\nclass=x>b", "<math><mi//xlink:href='data:x,y'>", "<ScRiPt", "<details open ontoggle=alert(1)>"],
)  # fmt: skip
def test_html_is_refused(text):
    with pytest.raises(ValidationError):
        validate_plain(text)


def test_html_is_refused_inside_lists_and_objects():
    validate_plain([{"title": "Strona", "url": "https://gov.pl/"}, 5, None])

    for value in ([{"title": SCRIPT}], {"a": ["b", IMAGE]}, [[SCRIPT]], {SCRIPT: 1}):
        with pytest.raises(ValidationError):
            validate_plain(value)


def test_no_text_of_the_portal_would_be_refused():
    texts = [text for _kind, _where, file in content_files() for text in file.texts.values()]
    assert len(texts) > 3000

    for text in texts:
        validate_plain(text)
        assert not UNSEEN_BY_STAFF.search(text)


@given(st.text(max_size=300))
def test_any_text_is_judged(text):
    if "<" in text:
        with suppress(ValidationError):
            validate_plain(text)
    else:
        validate_plain(text)


# --- every form of the desk ---


def home_centre():
    return Centre.objects.get(is_home=True)


def one_of_each():
    """Something in every list of the desk, so that every form can be opened."""
    factories.EnrolmentFactory()
    factories.EventFactory()
    factories.InterestFactory()
    factories.ClosureFactory(centre=home_centre())
    factories.ExtraOpeningFactory(centre=home_centre())
    factories.AppointmentFactory()
    factories.AvailabilityFactory()
    factories.AbsenceFactory()
    factories.MessageFactory()
    factories.AnswerTemplateFactory()
    factories.SectionFactory()
    Group.objects.create(name="Redakcja")
    return {model: model._default_manager.order_by("pk").last() for model in admin.site._registry}


def forms_of_the_desk():
    """(model, address) of every form that staff can send: of what is there, and of what is new."""
    for model, thing in one_of_each().items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if thing:
            yield model, reverse(f"{base}_change", args=[thing.pk])
            if hasattr(thing, "translation_record"):
                yield model, reverse(f"{base}_change", args=[thing.pk]) + "?language=ar"
        yield model, reverse(f"{base}_add")


def all_forms(response):
    """The form of a page and those of its inlines, an empty one for each that can be added."""
    yield response.context["adminform"].form
    for inline in response.context["inline_admin_formsets"]:
        yield from inline.formset.forms


def typed_fields(response):
    """html name → field, of all that takes words."""
    return {
        bound.html_name: bound.field
        for form in all_forms(response)
        for bound in form
        if isinstance(bound.field, forms.CharField) and not isinstance(bound.field.widget, forms.HiddenInput)
    }


def with_one_more(response, data):
    """`data` with an empty row more in every inline that takes one."""
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        if inline.has_add_permission and not formset.forms:
            data[f"{formset.prefix}-TOTAL_FORMS"] = 1
            data |= {bound.html_name.replace("__prefix__", "0"): "" for bound in formset.empty_form}
    return data


def is_an_admin_form(response):
    return response.status_code == 200 and isinstance((response.context or {}).get("adminform"), AdminForm)


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_in_english")
@pytest.mark.parametrize("harm", [SCRIPT, IMAGE])
def test_every_field_of_every_form_refuses_html(staff_client, harm):
    """Where an e-mail address, a key or a phone number is asked for, its own sentence refuses it."""
    refused, passed = set(), []
    for model, address in forms_of_the_desk():
        response = staff_client.get(address)
        if not is_an_admin_form(response):
            continue  # read-only, or a page of its own
        names = typed_fields(response)
        if not names:
            continue
        data = with_one_more(response, posted(response)) | dict.fromkeys(names, harm)
        before = model._default_manager.values().order_by("pk")
        kept = list(before)

        answer = staff_client.post(address, data)

        assert answer.status_code == 200, address
        assert list(before.all()) == kept, address
        errors = {
            form[name].html_name: list(form.errors[name])
            for form in all_forms(answer)
            for name in form.errors
            if name != "__all__"
        }
        passed += [f"{address} {name}" for name in names if name not in errors and "password" not in name]
        refused |= {
            f"{model.__name__}.{name}" for name in names if any("looks like HTML" in e for e in errors.get(name, ()))
        }
        source = answer.content.decode()
        assert harm not in source, address
        shown = harm.replace("<", "&lt;").replace(">", "&gt;")
        assert source.count(shown) >= len(refused & {f"{model.__name__}.{name}" for name in names}), address

    assert passed == []
    # Some of each kind, so that a list that became empty is noticed.
    assert {
        "Guide.title_pl", "Guide.summary_ar", "Guide.sections-0-body_pl", "Office.name", "Office.address",
        "Term.meaning_pl", "Amount.source_title", "Centre.way_description_pl", "Centre.street", "Closure.reason_pl",
        "Adviser.desk_name", "AnswerTemplate.body_pl", "CourseInstance.place", "Event.place", "Event.body_ar", "Page.body_pl",
        "AccessibilityDeclaration.contact_name_ar", "Enrolment.note", "User.first_name", "User.last_name",
        "Participant.given_name",
    } <= refused  # fmt: skip
    assert len(refused) > 60


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form_class", "options", "names"),
    [
        (AddPersonForm, {}, ["given_name", "family_name"]),
        (GroupTextForm, {"spoken": [languages.BY_CODE["ar"]]}, ["text_ar"]),
        (StartCourseForm, {}, ["place"]),
        (WalkInForm, {}, ["name"]),
        (InviteForm, {}, ["first_name", "last_name"]),
        (NoteForm, {"message": None}, ["text"]),
        (AnswerForm, {"message": factories.MessageFactory}, ["text"]),
    ],
)
def test_forms_of_the_desk_beside_the_admin_refuse_html(form_class, options, names):
    options = {key: value() if isinstance(value, type) else value for key, value in options.items()}

    form = form_class(dict.fromkeys(names, SCRIPT), **options)

    told = {name: [error.code for error in errors] for name, errors in form.errors.as_data().items()}
    # A name has signs of its own: there are no angle brackets among them.
    assert all(told.get(name) in (["markup"], ["invalid"]) for name in names), told
    assert SCRIPT not in str(form)


def test_every_admin_of_the_desk_refuses_html():
    """Those of libraries too: the site itself sees to it."""
    assert [model for model, desk in admin.site._registry.items() if not isinstance(desk, WordsOnlyMixin)] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_in_english")
def test_a_refused_text_says_what_and_stays(staff_client):
    guide = factories.GuideFactory(title="Stary")
    address = f"/admin/services/guide/{guide.pk}/change/"

    response = staff_client.post(address, posted(staff_client.get(address), title_pl="Nowy <b>tytuł</b>"))

    assert response.context["adminform"].form.errors["title_pl"] == [
        "“<b>tytuł</b>” looks like HTML. This field takes words only: delete it, or put a space after “<”."
    ]
    assert 'value="Nowy &lt;b&gt;tytuł&lt;/b&gt;"' in response.content.decode()
    assert Guide.objects.get(pk=guide.pk).title_pl == "Stary"


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_in_english")
def test_the_title_of_an_official_link_is_words_too(staff_client):
    guide = factories.GuideFactory()
    address = f"/admin/services/guide/{guide.pk}/change/"
    line = "https://www.gov.pl/ | Strona <b>urzędu</b>"

    response = staff_client.post(address, posted(staff_client.get(address), official_links=line))

    assert "“<b>urzędu</b>” looks like HTML." in response.context["adminform"].form.errors["official_links"][0]


@pytest.mark.django_db
def test_a_sentence_with_an_angle_bracket_reaches_the_page_as_it_is(staff_client):
    centre = home_centre()
    address = f"/admin/contact/centre/{centre.pk}/change/"
    sentence = "Dzieci < 18 lat, a < b & c > d, „<…>”"

    assert staff_client.post(address, posted(staff_client.get(address), way_description_pl=sentence)).status_code == 302

    assert Centre.objects.get(pk=centre.pk).way_description_pl == sentence
    page = staff_client.get("/pl/contact/").content.decode()
    assert "Dzieci &lt; 18 lat, a &lt; b &amp; c &gt; d, „&lt;…&gt;”" in page


@pytest.mark.django_db
def test_what_stands_in_the_database_is_never_run(client):
    """Whatever brought it there: a page shows it as words."""
    guide = factories.GuideFactory(title=f"T{SCRIPT}", summary=f"S{IMAGE}")
    section = factories.SectionFactory(guide=guide, body=f"B{SCRIPT} {IMAGE} [x](javascript:alert(3))")
    factories.ClosureFactory(centre=home_centre(), reason=f"R{SCRIPT}")
    Situation.objects.update(title_pl=f"Z{SCRIPT}")
    Centre.objects.update(way_description_pl=f"W{SCRIPT}", name_pl=f"N{SCRIPT}")

    for path in (section.guide.get_absolute_url(), "/pl/", "/pl/contact/", guide.topic.get_absolute_url()):
        page = client.get(path).content.decode()
        assert "alert(1)" in page, path
        assert SCRIPT not in page
        assert IMAGE not in page
        assert 'href="javascript' not in page


# --- what nobody sees ---

UNSEEN = "No\x00wy\u202e ty\u2066tuł\ufeff\x07"


@pytest.mark.django_db
def test_characters_that_nobody_sees_are_left_out(staff_client):
    guide = factories.GuideFactory()
    address = f"/admin/services/guide/{guide.pk}/change/"

    assert staff_client.post(address, posted(staff_client.get(address), title_pl=UNSEEN)).status_code == 302

    assert Guide.objects.get(pk=guide.pk).title_pl == "Nowy tytuł"


@pytest.mark.django_db
def test_letters_are_stored_composed(staff_client):
    closure = factories.ClosureFactory(centre=home_centre())
    address = f"/admin/contact/closure/{closure.pk}/change/"

    staff_client.post(address, posted(staff_client.get(address), reason_pl="S\u0301więto"))

    assert Closure.objects.get(pk=closure.pk).reason_pl == "Święto"


@pytest.mark.django_db
def test_the_marks_of_direction_of_a_translator_stay(staff_client):
    guide = factories.GuideFactory()
    address = f"/admin/services/guide/{guide.pk}/change/?language=ar"

    staff_client.post(address, posted(staff_client.get(address), title_ar="رقم \u200e+48 123\u200e"))

    assert Guide.objects.get(pk=guide.pk).title_ar == "رقم \u200e+48 123\u200e"


@pytest.mark.django_db
def test_a_password_is_taken_as_it_was_typed(staff_client, django_user_model):
    user = django_user_model.objects.get(username="desk")
    typed = "haslo z u\u0301sta 12345"

    response = staff_client.post(
        "/admin/password_change/",
        {"old_password": "correct horse battery", "new_password1": typed, "new_password2": typed},
    )

    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password(typed)


@pytest.mark.django_db
@pytest.mark.usefixtures("desk_in_english")
def test_names_of_advisers_and_places_of_courses(staff_client):
    adviser = factories.AdviserFactory()
    course_dates = factories.CourseInstanceFactory()
    cases = [
        (f"/admin/appointments/adviser/{adviser.pk}/change/", "public_name", Adviser),
        (f"/admin/courses/courseinstance/{course_dates.pk}/change/", "place", CourseInstance),
    ]

    for address, name, model in cases:
        response = staff_client.post(address, posted(staff_client.get(address), **{name: f"a{SCRIPT}"}))
        assert "looks like HTML" in response.context["adminform"].form.errors[name][0]
        assert not model.objects.filter(**{f"{name}__contains": "script"}).exists()


def test_a_site_gives_every_admin_its_own_class_once():
    from cic_portal.richtext.plain import words_only

    once = words_only(admin.ModelAdmin)

    assert words_only(once) is once
    assert once.__name__ == "ModelAdmin"
