"""What goes when its time is over: each app registers what it deletes."""

import pytest
from django.utils import timezone

from cic_portal.personal_data.models import personal_models
from cic_portal.personal_data.purging import purge_everything, purges

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("row", purges, ids=lambda row: row.name)
def test_each_purge_takes_the_day_and_counts(row):
    counted = row.run(timezone.now(), timezone.localdate())

    assert counted in (0, None)
    assert row.do(now=timezone.now()) == ("" if counted is None else f"Deleted 0 {row.name}.")


def test_everything_that_has_its_time_is_purged():
    forgotten = [f"{model._meta.label}: 0 forgotten." for model in personal_models()]

    assert purge_everything(now=timezone.now()) == [
        *forgotten,
        "Deleted 0 notes of who saw what.",
        "Deleted 0 things for good that were deleted.",
        "Deleted 0 notes of who has which form open.",
        "Deleted 0 records of the desk.",
        "Deleted 0 counts of wrong passwords.",
        "Deleted 0 files with translations that nobody confirmed.",
        "Deleted 0 files of pictures that are gone.",
        "Deleted 0 answers about pages.",
    ]
    assert "sessions that are over" in purges  # Django deletes them and says nothing
