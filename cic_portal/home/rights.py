"""Which rights each role has: one table, which every `migrate` writes into groups named after the roles.

The apps ask for rights alone (`has_perm`, `visible_to`); what a role may do is said here and nowhere else. Languages of a
translator and the object rights of an adviser come from rows, not from this table: `User.may_translate`,
`Appointment.objects.visible_to`, `Message.objects.visible_to`, `Letter.objects.visible_to`.
"""

from fnmatch import fnmatchcase

from django.apps import apps as installed_apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from cic_portal.accounts.roles import Role

# `app.codename`, with * for any letters. A model that no line names belongs to the administrator and the auditor.
RIGHTS = {
    Role.ADMINISTRATOR: ("*",),
    Role.EDITOR: (
        "services.*",
        "pages.*",
        "contact.*",
        "courses.*_course",
        "events.*",
        "correspondence.*_answertemplate",
        "feedback.*",
        "pictures.*",
        "links.*",
        "translations.*",
    ),
    # To see is enough: TranslatedAdmin and the translation desk ask `may_translate` for the words of a language, and
    # the right to change for Polish and facts. So a second role never opens more than that role itself does.
    Role.TRANSLATOR: (
        "services.view_*",
        "pages.view_*",
        "contact.view_*",
        "courses.view_course",
        "events.view_event",
        "correspondence.view_answertemplate",
        "pictures.view_picture",
    ),
    Role.COORDINATOR: (
        "courses.*",
        "events.*",
        "enrolments.*",
        "demand.*",
        "letters.view_letter",  # those about courses: letters.kinds
        "letters.send_letter",
    ),
    Role.ADVISER: (
        "appointments.view_*",
        "appointments.add_appointment",
        "appointments.change_appointment",
        "correspondence.view_message",
        "correspondence.change_message",
    ),
    Role.RECEPTION: (
        "appointments.view_*",
        "appointments.add_appointment",
        "appointments.change_appointment",
        "appointments.see_all_appointments",
        "correspondence.view_message",
        "correspondence.change_message",
        "correspondence.see_all_messages",
        "courses.view_courseinstance",
        "events.view_event",
        "enrolments.view_enrolment",
        "enrolments.add_enrolment",
        "enrolments.change_enrolment",
        "enrolments.view_participant",
        "enrolments.change_participant",
        "contact.view_closure",
        "contact.view_extraopening",
    ),
    Role.AUDITOR: ("*.view_*", "*.see_*"),
}


# Given to no other role on purpose. A right that is neither in another line of RIGHTS nor here was forgotten (tests).
ADMINISTRATOR_ONLY = (
    "accounts.*",
    "personal_data.view_accessrecord",
    "personal_data.handle_person",
    "appointments.*_adviser",  # whose hours people can book, and which login is theirs
    "appointments.delete_appointment",
    "correspondence.add_message",  # messages come from visitors; no page writes one
    "correspondence.delete_message",
    "letters.*_letter",
    "letters.see_all_letters",
)


# Records of what happened are written by the portal and changed by nobody, whatever the role.
NOBODY = (
    "personal_data.add_accessrecord",
    "personal_data.change_accessrecord",
    "personal_data.delete_accessrecord",
    "accounts.add_auditrecord",
    "accounts.change_auditrecord",
    "accounts.delete_auditrecord",
)


def matches(right, patterns):
    return any(fnmatchcase(right, pattern) for pattern in patterns)


def grants(role, right):
    """Whether the role has the right `app.codename`."""
    return matches(right, RIGHTS[role]) and not matches(right, NOBODY)


def synchronise_roles(*, groups=Group, permissions=Permission, using="default"):
    """Make the group of each role hold what the table says, and nothing else."""
    with transaction.atomic(using=using):
        found = permissions.objects.using(using).select_related("content_type")
        rights = {f"{right.content_type.app_label}.{right.codename}": right for right in found}
        for role in Role:
            group, _is_new = groups.objects.using(using).get_or_create(name=role.value)
            group.permissions.set(right for name, right in rights.items() if grants(role, name))


def after_migrate(app_config, using, apps, **kwargs):
    """A receiver of post_migrate: works once, after the last app, when every model has its rights."""
    with_models = [config.label for config in installed_apps.get_app_configs() if config.models_module]
    if app_config.label != with_models[-1]:
        return
    try:
        groups, permissions = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # on the way back to a database without accounts
        return
    # The rights of the last app are made by a receiver that comes after this one.
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    synchronise_roles(groups=groups, permissions=permissions, using=using)
