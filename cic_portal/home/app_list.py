"""Which lists of the desk stand together: by what people do with them, not by the app that keeps them."""

from cic_portal.languages import staff_text as _s

GROUPS = (
    (
        _s("Information for visitors"),
        (
            "services.guide",
            "services.topic",
            "services.situation",
            "services.offer",
            "services.office",
            "services.term",
            "services.amount",
            "pages.page",
            "pages.accessibilitydeclaration",
            "pictures.picture",
        ),
    ),
    (
        _s("Messages and appointments"),
        (
            "correspondence.message",
            "correspondence.answertemplate",
            "appointments.appointment",
            "appointments.adviser",
            "letters.letter",
        ),
    ),
    (
        _s("Courses and events"),
        (
            "courses.courseinstance",
            "courses.course",
            "events.event",
            "enrolments.enrolment",
            "enrolments.participant",
            "demand.interest",
        ),
    ),
    (_s("The Centre"), ("contact.centre", "contact.closure", "contact.extraopening")),
    (_s("Quality of the pages"), ("links.link", "feedback.rating", "feedback.translationwish")),
)
# Whatever is named nowhere above: accounts, rights, records.
REST = _s("Staff and records")


def grouped(apps):
    """Django's list of apps with their models as a list of GROUPS; what the person may not open is in neither."""
    models = {entry["model"]._meta.label_lower: entry for app in apps for entry in app["models"]}
    groups = [(name, [models.pop(label) for label in labels if label in models]) for name, labels in GROUPS]
    groups.append((REST, list(models.values())))
    return [
        {"name": name, "app_label": f"group-{number}", "app_url": "", "has_module_perms": True, "models": entries}
        for number, (name, entries) in enumerate(groups)
        if entries
    ]
