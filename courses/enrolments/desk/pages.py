"""What every page of a group has: its course run or event, the rights it asks for, the record of who looked."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property

from cic_portal.desk.pages import DeskCrumb, admin_url
from cic_portal.personal_data.desk import PersonalDataPage
from cic_portal.personal_data.models import AccessRecord
from courses.enrolments.group import Group
from courses.enrolments.models import Enrolment


class GroupView(PersonalDataPage):
    """`changes_target` asks to be allowed to change the course run or event, too."""

    rights = ("enrolments.view_enrolment",)
    changes_target = False
    subject = Enrolment._meta.label

    def may_open(self):
        may_on_target = (
            self.may_change_target if self.changes_target else self.model_admin.has_view_permission(self.request)
        )
        return may_on_target and super().may_open()

    def may(self, right):
        return self.request.user.has_perm(f"enrolments.{right}")

    @property
    def may_change_target(self):
        # The right itself: the admin of a translated target would answer for the language in the address.
        opts = self.model_admin.opts
        return self.request.user.has_perm(f"{opts.app_label}.change_{opts.model_name}")

    @cached_property
    def target(self):
        found = self.model_admin.get_object(self.request, str(self.kwargs["pk"]))
        if found is None:
            raise Http404("No such group")
        return found

    @cached_property
    def group(self):
        return Group(self.target, self.now)

    @cached_property
    def enrolment(self):
        """The one that the address names; it must be one of this group."""
        found = self.target.enrolments.with_everything().filter(pk=self.kwargs["enrolment"]).first()
        if found is None:
            raise Http404("Nobody like that in this group")
        return found

    def address(self, name, **kwargs):
        return admin_url(self.target, name, pk=self.target.pk, **kwargs)

    def record_list(self, action=AccessRecord.Action.LIST):
        self.record(action, object_id=f"{self.target._meta.model_name} {self.target.pk}", count=len(self.group.members))

    def crumbs(self, title):
        return [*self.list_crumbs(), DeskCrumb(self.target, self.address("group")), DeskCrumb(title)]

    def frame(self, title=""):
        return {
            **super().frame(title),
            "subtitle": self.target,
            "target": self.target,
            "group": self.group,
            "may_change": self.may("change_enrolment"),
            "may_mark": self.may("change_attendance"),
            "may_complete": self.may("change_enrolment") and self.may("see_statistics"),
            "may_export": self.may("export_enrolment"),
            "is_group_page": False,
            **self.possible(),
        }

    def possible(self):
        """What this user can do here as things stand: nothing of a group that was cancelled can be changed."""
        is_on = self.target.cancelled_at is None
        may_change = self.may("change_enrolment")
        return {
            "can_add": is_on and self.may("add_enrolment"),
            "can_change_members": is_on and may_change,
            "can_change_lessons": is_on and self.may_change_target,
            "can_cancel": is_on and self.may_change_target and may_change and self.may("write_to_group"),
            "can_print_certificates": self.group.is_course and self.may("export_enrolment"),
        }

    def back(self, sentence, level=messages.SUCCESS):
        """To the group with `sentence`, which names nobody: it is kept with the session."""
        messages.add_message(self.request, level, sentence)
        return HttpResponseRedirect(self.address("group"))

    def back_after_letters(self, sentence, to=""):
        """To the people whom no letter reaches, when there are any, else to the group.

        `to` is one of Recipients when the letter told some of them news that the state of their place does not tell.
        """
        response = self.back(sentence)
        if not self.group.to_call_of(to):
            return response
        return HttpResponseRedirect(self.address("call") + (f"?to={to}" if to else ""))
