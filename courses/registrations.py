"""What this app declares: its types of pages. The history of course dates is declared in courses.enrolments."""

from cic_portal.desk.menu import Group
from cic_portal.publishing.page_types import PageType, page_types
from courses import content, models

page_types.register(
    PageType(
        "courses:course",
        models.CourseInstance,
        args=lambda dates: (dates.course.slug,),
        anchor=lambda dates: f"instance-{dates.pk}",
        desk_group=Group.COURSES,
        search_words={},  # the course is found
    )
)
page_types.register(PageType("courses:course", models.Course, desk_group=Group.COURSES, files=content.COURSES))
page_types.register(PageType("courses:courses"))
