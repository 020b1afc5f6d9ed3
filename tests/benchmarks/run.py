"""`make bench`: what pages weigh and what they cost. Prints figures; sizes over the goal make it fail, times never do."""

import gzip
import os
import statistics
import sys
import time
from datetime import time as time_of_day
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", "sqlite://:memory:")

import brotli
import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.utils import timezone

from cic_portal.management.commands.messages import compile_catalogs
from courses.models import Course, CourseInstance
from services.models import Guide, Section, Topic
from tests.portal_pages import LAUNCHED, TEMPLATES, every_path

PAGE_GOAL, CSS_GOAL, JS_GOAL, QUERY_GOAL = 14_000, 15_000, 20_000, 6  # bytes, bytes, bytes, queries
CATALOGUE_GOAL = 8  # queries
ROUNDS = 15


def main():
    setup_test_environment()
    compile_catalogs()
    connection.creation.create_test_db(verbosity=0)
    call_command("load_content", verbosity=0)
    client = Client()
    failures = [*weights(client), *assets(), *queries(client)]
    times(client)
    many_guides(client)
    failures += many_course_dates(client)
    for failure in failures:
        print("OVER THE GOAL:", failure)
    return int(bool(failures))


def weights(client):
    print("\nCompressed HTML in bytes (goal: at most 14,000), heaviest page of each language")
    failures = []
    for code in LAUNCHED:
        sizes = {path: len(gzip.compress(client.get(f"/{code}{path}").content)) for path in every_path()}
        heaviest = max(sizes, key=sizes.get)
        median = int(statistics.median(sizes.values()))
        print(f"  {code}: {len(sizes)} pages, median {median:6,}, heaviest {sizes[heaviest]:6,} {heaviest}")
        failures += [f"/{code}{path} {size}" for path, size in sizes.items() if size > PAGE_GOAL]
    return failures


def assets():
    print("\nAssets in bytes, brotli")
    failures = []
    for name, goal in (("css/portal.css", CSS_GOAL), ("js/portal.js", JS_GOAL), ("icons/sprite.svg", 10_000)):
        size = len(brotli.compress((settings.BASE_DIR / "static" / name).read_bytes()))
        print(f"  {name}: {size:,} (goal {goal:,})")
        failures += [name] if size > goal else []
    return failures


def queries(client):
    print("\nQueries for each template (goal: at most 6)")
    failures = []
    for path in TEMPLATES:
        counts = set()
        for code in LAUNCHED:
            with CaptureQueriesContext(connection) as captured:
                client.get(f"/{code}{path}")
            counts.add(len(captured))
        print(f"  {sorted(counts)} {path}")
        failures += [f"{path} {counts}"] if max(counts) > QUERY_GOAL else []
    return failures


def median_time(client, address):
    client.get(address)
    taken = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def times(client):
    print("\nTime to make a page, as a ratio to the standing page /pl/about/")
    base = median_time(client, "/pl/about/")
    for path in TEMPLATES:
        print(f"  {median_time(client, f'/uk{path}') / base:5.2f} {path}")


def many_guides(client):
    """The same pages with 5,000 guides in the database; topics keep their size, so only the search for a row grows."""
    addresses = ("/uk/services/legal-stay/", "/uk/services/legal-stay/apply-in-mos/", "/uk/glossary/")
    before = {address: median_time(client, address) for address in addresses}
    topics = [
        Topic(slug=f"bench-{n}", title_pl="T", summary_pl="S", status="published", position=n) for n in range(100, 600)
    ]
    Topic.objects.bulk_create(topics)
    guides = [
        Guide(topic=topic, slug=f"{topic.slug}-{n}", title_pl="T", summary_pl="S", status="published")
        for topic in topics
        for n in range(10)
    ]
    Guide.objects.bulk_create(guides, batch_size=200)
    sections = [Section(guide=guide, kind=kind, body_pl="Zdanie.") for guide in guides for kind in ("what", "steps")]
    Section.objects.bulk_create(sections, batch_size=200)
    print(f"\nWith {Guide.objects.count():,} guides, ratio to before (goal: at most 1.2)")
    for address in addresses:
        print(f"  {median_time(client, address) / before[address]:5.2f} {address}")


def many_course_dates(client):
    """The catalogue with 1,000 dates: as many queries as with one, whatever is chosen."""
    start = timezone.localdate() + timedelta(days=30)
    course = Course.objects.get(slug="polish-a1")
    dates = [
        CourseInstance(
            course=course,
            starts_on=start + timedelta(days=number % 200),
            ends_on=start + timedelta(days=number % 200 + 60),
            weekdays=[1, 3],
            starts_at=time_of_day(17),
            ends_at=time_of_day(18, 30),
            place="ul. Nowy Świat 13, Kalisz",
            languages_of_instruction=["pl"],
            status="published",
        )
        for number in range(1000)
    ]
    CourseInstance.objects.bulk_create(dates)
    print(f"\nThe catalogue with {CourseInstance.objects.count():,} dates (goal: at most {CATALOGUE_GOAL} queries)")
    failures = []
    for query in ("", "?page=50", "?kind=polish&level=A1&time=evening&language=pl"):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"/uk/courses/{query}")
        size = len(gzip.compress(page.content))
        print(f"  {len(captured)} queries, {size:,} bytes /uk/courses/{query}")
        failures += [f"/uk/courses/{query} {len(captured)}"] if len(captured) > CATALOGUE_GOAL else []
    return failures


if __name__ == "__main__":
    sys.exit(main())
