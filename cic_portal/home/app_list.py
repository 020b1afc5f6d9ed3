"""Which lists of the desk stand together: by what people do with them, not by the app that keeps them."""

from cic_portal.desk.menu import Group
from cic_portal.publishing.page_types import page_types

# What is no type of page; those name their group themselves and stand first in it.
OTHERS = {
    Group.INFORMATION: ("pictures.picture",),
    Group.PEOPLE: (
        "correspondence.message",
        "correspondence.answertemplate",
        "appointments.appointment",
        "appointments.adviser",
        "letters.letter",
    ),
    Group.COURSES: ("enrolments.enrolment", "enrolments.participant", "demand.interest"),
    Group.CENTRE: ("contact.closure", "contact.extraopening"),
    Group.QUALITY: ("links.link", "feedback.rating", "feedback.translationwish"),
    Group.RECORDS: ("accounts.user", "accounts.auditrecord", "personal_data.accessrecord"),
}


def labels_of(group):
    """Labels of the models of `group`, in the order of the page."""
    return [row.name for row in page_types if row.desk_group == group] + [*OTHERS[group]]


def grouped(apps):
    """Django's list of apps with their models as a list of groups; what the person may not open is in neither.

    What no group names stands last, among the records.
    """
    models = {entry["model"]._meta.label_lower: entry for app in apps for entry in app["models"]}
    groups = [(group, [models.pop(label) for label in labels_of(group) if label in models]) for group in Group]
    groups[-1][1].extend(models.values())
    return [
        {"name": group.label, "app_label": f"group-{number}", "app_url": "", "has_module_perms": True, "models": found}
        for number, (group, found) in enumerate(groups)
        if found
    ]
