"""The groups in which the desk lists things: by what people do with them, not by the app that keeps them."""

from django.db.models import TextChoices

from cic_portal.languages import staff_text as _s


class Group(TextChoices):
    """In the order of the page. A page type names its own; cic_portal/home/app_list.py names those of everything else."""

    INFORMATION = "information", _s("Information for visitors")
    PEOPLE = "people", _s("Messages and appointments")
    COURSES = "courses", _s("Courses and events")
    CENTRE = "centre", _s("The Centre")
    QUALITY = "quality", _s("Quality of the pages")
    RECORDS = "records", _s("Staff and records")
