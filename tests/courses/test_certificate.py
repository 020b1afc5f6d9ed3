from datetime import date

from courses.enrolments.certificate import certificate
from tests.paper import facts, figures, spoken_languages, words

COURSE = {
    "name": "Oleksandra Łukaszenko",
    "course": "Język polski od podstaw",
    "course_en": "Polish for beginners",
    "level": "A1",
    "starts_on": date(2026, 9, 1),
    "ends_on": date(2026, 11, 30),
    "hours": 60,
    "present": 22,
    "held": 24,
    "issued_on": date(2026, 12, 4),
    "reference": "CIC/2026/0042",
}
TEXT = """Centrum Integracji Cudzoziemców w Kaliszu
Foreigners’ Integration Centre in Kalisz
Zaświadczenie o ukończeniu kursu
Certificate of completing a course
otrzymuje awarded to
Oleksandra Łukaszenko
za ukończenie kursu for completing the course
Język polski od podstaw
Polish for beginners
Poziom kursu (ESOKJ)
Level of the course (CEFR)
A1
Termin kursu
Dates of the course
1 września 2026 – 30 listopada 2026
1 September 2026 – 30 November 2026
Liczba godzin kursu
Hours of the course
60
Obecność na zajęciach
Lessons attended
22 z 24
22 of 24
Kalisz, 4 grudnia 2026
Kalisz, 4 December 2026
podpis osoby prowadzącej kurs
signature of the course teacher
pieczęć i podpis w imieniu Centrum
stamp and signature for the Centre
Dofinansowane przez Unię Europejską
Co-funded by the European Union Nr CIC/2026/0042
Reference number"""


def test_a_certificate_says_what_was_learnt_and_claims_no_more():
    made = certificate(**COURSE)

    assert words(made) == TEXT
    assert facts(made) == {
        "conforms": True,
        "marked": True,
        "language": "pl",
        "displays_title": True,
        "title": "Zaświadczenie o ukończeniu kursu – Oleksandra Łukaszenko",
        "pages": 1,
    }


def test_english_is_marked_as_english():
    assert "en" in spoken_languages(certificate(**COURSE))


def test_a_course_without_a_level_and_an_english_title_leaves_no_gap():
    made = words(certificate(**{**COURSE, "level": "", "course_en": ""}))

    gone = ["Polish for beginners", "Poziom kursu (ESOKJ)", "Level of the course (CEFR)", "A1"]
    assert made.splitlines() == [line for line in TEXT.splitlines() if line not in gone]


def test_a_course_of_one_day_has_one_date():
    made = words(certificate(**{**COURSE, "ends_on": COURSE["starts_on"]}))

    assert "Dates of the course\n1 września 2026\n1 September 2026\nLiczba" in made


def test_the_one_picture_can_be_heard():
    assert figures(certificate(**COURSE)) == ["Emblemat Unii Europejskiej"]


def test_the_longest_names_stay_on_one_page():
    long = {
        "name": "Maria de los Ángeles Hernández-Rodríguez y Fernández de Córdoba " * 3,
        "course": "Kurs języka " * 12,
    }

    assert facts(certificate(**{**COURSE, **long}))["pages"] == 1
