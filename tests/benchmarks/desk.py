"""`make bench`: the lists of the desk and its home with 10,000 rows each. Prints figures; more than 15 queries make it fail."""

import os
import subprocess
import sys
import time
from datetime import date, timedelta

from tests.run import POSTGRES, postgres_answers

ROWS, QUERY_GOAL, HOME_GOAL = 10_000, 15, 12
BATCH = 2000


def main():
    """Both databases, each in a process of its own; returns how many went wrong."""
    wrong = run_on("sqlite://:memory:")
    if postgres_answers():
        return wrong + run_on(f"{POSTGRES.rpartition('/')[0]}/bench_desk")
    print("PostgreSQL does not answer here: its figures are left out.")
    return wrong


def run_on(url):
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-m", "tests.benchmarks.desk", "here"]
    return subprocess.run(command, env=environment, check=False).returncode


def measure():
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    from cic_portal.management.commands.messages import compile_catalogs

    setup_test_environment()
    compile_catalogs()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("load_content", verbosity=0)
        fill()
        return lists()
    finally:
        connection.creation.destroy_test_db(":memory:" if connection.vendor == "sqlite" else "bench_desk", verbosity=0)


def lists():
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.accounts.logins import PASSWORD, come_in, with_app

    client, wrong = come_in(with_app(get_user_model().objects.create_superuser("desk", password=PASSWORD))), 0
    client.get("/admin/")  # what is read once in the life of a process is read now
    print(
        f"\nThe desk with {ROWS:,} rows of each kind, {connection.vendor} (goal: {QUERY_GOAL} queries, home {HOME_GOAL})"
    )
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as captured:
            start = time.perf_counter()
            response = client.get(address)
            seconds = time.perf_counter() - start
        is_wrong = response.status_code != 200 or len(captured) > (HOME_GOAL if address == "/admin/" else QUERY_GOAL)
        wrong += is_wrong
        mark = "OVER THE GOAL" if is_wrong else ""
        print(f"  {len(captured):3} queries {seconds * 1000:7.0f} ms  {address} {mark}")
    return wrong


ADDRESSES = (
    "/admin/",
    "/admin/services/guide/",
    "/admin/services/guide/?q=poradnik",
    "/admin/services/guide/?check=overdue",
    "/admin/services/term/",
    "/admin/enrolments/enrolment/",
    "/admin/enrolments/enrolment/?status__exact=waiting",
    "/admin/correspondence/message/",
    "/admin/correspondence/message/?state__exact=new&whose=nobody",
    "/admin/appointments/appointment/",
    "/admin/letters/letter/",
    "/admin/letters/letter/?state__exact=failed",
    "/admin/personal_data/accessrecord/",
    "/admin/pictures/picture/",
)


def fill():
    """ROWS of each kind, written without a word to anybody."""
    from django.utils import timezone

    now = timezone.now()
    for rows in (_content, _people, _papers):
        rows(now)


def _many(model, build):
    model.objects.bulk_create((build(number) for number in range(ROWS)), batch_size=BATCH)


def _content(now):
    from cic_portal.pictures.models import Picture
    from services.models import Guide, Section, Term, Topic

    topic = Topic.objects.first()
    late = date.today() - timedelta(days=1)
    _many(
        Picture,
        lambda n: Picture(alt_pl=f"Zdjęcie {n}", digest=f"{n:032x}", width=960, height=640, uploaded_at=now),
    )
    pictures = list(Picture.objects.values_list("pk", flat=True))
    _many(
        Guide,
        lambda n: Guide(
            topic=topic,
            slug=f"bench-{n}",
            title_pl=f"Poradnik {n}",
            summary_pl="Tekst.",
            status="published",
            review_due_on=late if n % 7 == 0 else None,
            picture_id=pictures[n],
        ),
    )
    guides = list(Guide.objects.filter(slug__startswith="bench-").values_list("pk", flat=True))
    _many(Section, lambda n: Section(guide_id=guides[n], kind=Section.Kind.WHAT, body_pl="Zdanie."))
    _many(Term, lambda n: Term(slug=f"bench-{n}", name=f"słowo {n}", meaning_pl="Znaczenie.", status="published"))


def _people(now):
    from contact.appointments.models import Adviser, Appointment
    from courses.enrolments.models import Enrolment, Participant
    from courses.models import Course, CourseInstance
    from services.models import Offer

    instance = CourseInstance.objects.create(
        course=Course.objects.first(),
        starts_on=now.date() + timedelta(days=30),
        ends_on=now.date() + timedelta(days=60),
        starts_at="17:00",
        ends_at="18:30",
        place="sala 1",
        status="published",
    )
    _many(
        Participant,
        lambda n: Participant(given_name="Olena", family_name=f"K{n}", email=f"p{n}@example.org", created_at=now),
    )
    people = list(Participant.objects.values_list("pk", flat=True))
    _many(
        Enrolment,
        lambda n: Enrolment(
            reference=f"B{n:08d}",
            participant_id=people[n],
            course_instance=instance,
            status="waiting" if n % 3 else "confirmed",
            queued_at=now,
            changed_at=now,
            call_about="" if n % 50 else "changed",
        ),
    )
    adviser, offer = Adviser.objects.create(desk_name="Doradca"), Offer.objects.first()

    def appointment(number):
        start = now + timedelta(minutes=10 * (number - ROWS // 2))
        return Appointment(
            reference=f"A{number:08d}",
            adviser=adviser,
            offer=offer,
            starts_at=start,
            ends_at=start + timedelta(minutes=10),
            name="Olena",
            created_at=now,
            changed_at=now,
        )

    _many(Appointment, appointment)


def _papers(now):
    from cic_portal.letters.models import Letter
    from cic_portal.personal_data.models import AccessRecord
    from contact.correspondence.models import Message

    _many(
        Message,
        lambda n: Message(
            email=f"w{n}@example.org", language="uk", text="Як отримати PESEL?", created_at=now, waits_since=now
        ),
    )
    _many(
        Letter,
        lambda n: Letter(
            kind="note",
            language="uk",
            recipient=f"l{n}@example.org",
            subject="Лист",
            text="Текст",
            message_id=f"<bench-{n}@portal.example>",
            state="sent" if n % 20 else "failed",
            created_at=now,
            next_attempt_at=now,
        ),
    )
    _many(AccessRecord, lambda n: AccessRecord(actor_name="desk", action="view", subject="Message", at=now))


if __name__ == "__main__":
    sys.exit(int(bool(measure() if len(sys.argv) > 1 else main())))
