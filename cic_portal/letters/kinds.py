"""What the letters are about, in words for the desk. The rooms that write them know them by these keys."""

from cic_portal.languages import staff_text as _s

KINDS = {
    "appointment-booked": _s("appointment booked"),
    "appointment-cancelled": _s("appointment cancelled"),
    "appointment-moved": _s("appointment moved"),
    "appointment-reminder": _s("reminder of an appointment"),
    "course-cancelled": _s("course or event cancelled"),
    "course-changed": _s("course or event changed"),
    "enrolment-cancelled": _s("place given back"),
    "enrolment-completed": _s("course completed"),
    "enrolment-confirmed": _s("place confirmed"),
    "enrolment-offered": _s("place offered"),
    "enrolment-waiting": _s("on the waiting list"),
    "invitation": _s("invitation to a course"),
    "lesson-cancelled": _s("lesson cancelled"),
    "message": _s("message to a group"),
    "message-answer": _s("answer to a message"),
    "message-receipt": _s("receipt for a message"),
    "staff-account": _s("change of an account of the desk"),
    "staff-invitation": _s("invitation to the desk"),
    "staff-password": _s("link to a new password"),
}

# Which letters somebody sees who may not see all: those about what is their work anyway, by the right to that.
OPENED_BY = {
    "enrolments.view_enrolment": (
        "course-cancelled",
        "course-changed",
        "enrolment-cancelled",
        "enrolment-completed",
        "enrolment-confirmed",
        "enrolment-offered",
        "enrolment-waiting",
        "lesson-cancelled",
        "message",
    ),
    "demand.view_interest": ("invitation",),
    "appointments.see_all_appointments": (
        "appointment-booked",
        "appointment-cancelled",
        "appointment-moved",
        "appointment-reminder",
    ),
    "correspondence.see_all_messages": ("message-answer", "message-receipt"),
}


def kinds_visible_to(user):
    return [kind for right, kinds in OPENED_BY.items() if user.has_perm(right) for kind in kinds]


def kind_choices():
    return list(KINDS.items())
