"""Every kind of letter that an app registers keeps what LetterKind promises."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone, translation

from cic_portal.languages import STAFF_LANGUAGES
from cic_portal.letters.actions import queue_letter
from cic_portal.letters.composing import LetterText
from cic_portal.letters.kinds import kind_choices, letter_kinds
from cic_portal.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def rights():
    found = Permission.objects.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found}


@pytest.mark.parametrize("kind", letter_kinds, ids=lambda kind: kind.key)
def test_each_kind_can_be_stored_named_and_opened(kind, rights):
    names = set()
    for code in STAFF_LANGUAGES:
        with translation.override(code):
            names.add(str(kind.label))

    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.key)
    assert len(kind.key) <= Letter._meta.get_field("kind").max_length
    assert len(names) == len(STAFF_LANGUAGES)
    assert not kind.opened_by or kind.opened_by in rights


def test_the_desk_offers_kinds_in_the_order_of_their_keys():
    keys = [key for key, _label in kind_choices()]

    assert keys == sorted(keys)
    assert keys == [kind.key for kind in letter_kinds]


def test_a_letter_of_a_kind_that_no_app_registers_is_refused():
    text = LetterText("Тема", ("Речення.",))

    with pytest.raises(KeyError, match="Register the kind of letter “love” in the registrations"):
        queue_letter(kind="love", recipient="olena@example.org", language="uk", text=text, now=timezone.now())

    assert Letter.objects.count() == 0
