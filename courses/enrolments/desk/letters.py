"""Letters to the whole group: a message, and the news that it will not take place."""

import uuid
from collections import Counter

from django.contrib import messages

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from courses.enrolments.actions.letters import write_to_group
from courses.enrolments.actions.targets import cancel_target
from courses.enrolments.desk.forms import GroupMessageForm, GroupTextForm, submission_in
from courses.enrolments.desk.pages import GroupView


class GroupMessagePage(GroupView):
    """Written, seen once more as it will be read, then sent. Its subject is always the same and names nobody."""

    template_name = "admin/group/message.html"
    title = _s("Message to the group")
    rights = ("enrolments.view_enrolment", "enrolments.write_to_group")

    def get(self, request, pk):
        self.record_list()
        return self.page(form=GroupMessageForm(spoken=self.group.languages))

    def post(self, request, pk):
        form = GroupMessageForm(request.POST, spoken=self.group.languages)
        if not form.is_valid() or "change" in request.POST:
            return self.page(form=form)
        submission = submission_in(request.POST)
        if submission is None:
            return self.preview(form)
        letters = write_to_group(
            target=self.target,
            words=form.words(),
            statuses=form.recipients().statuses,
            submission=submission,
            now=self.now,
        )
        sentence = _s("Letters on their way: %(letters)s.") % {"letters": letters}
        return self.back_after_letters(sentence, to=form.recipients())

    def preview(self, form):
        self.record_list()
        chosen = [m for m in self.group.members if m.enrolment.status in form.recipients().statuses]
        readers = Counter(member.person.language for member in chosen if member.person.email)
        words = form.words()
        texts = []
        for language in self.group.languages:
            found = next((code for code in languages.fallbacks(language.code) if code in words), languages.SOURCE)
            if readers[language.code]:
                texts.append((language, readers[language.code], languages.BY_CODE[found], words[found]))
        to_call = [member for member in chosen if member.has_no_email]
        return self.page(
            "admin/group/message_preview.html",
            form=form,
            texts=texts,
            letters=readers.total(),
            called=to_call,
            once=uuid.uuid4(),
        )


class CancelTarget(GroupView):
    template_name = "admin/group/cancel_target.html"
    title = _s("Cancel it and tell everybody")
    rights = ("enrolments.view_enrolment", "enrolments.change_enrolment", "enrolments.write_to_group")
    changes_target = True

    def get(self, request, pk):
        return self.gone() or self.page(form=self.form())

    def post(self, request, pk):
        form = self.form(request.POST)
        if gone := self.gone():
            return gone
        if not form.is_valid():
            return self.page(form=form)
        told = cancel_target(target=self.target, words=form.words(), now=self.now)
        del self.target, self.group  # as it is now, with the people who have to be called
        return self.back_after_letters(_s("Cancelled. People who are told: %(count)s.") % {"count": told})

    def form(self, *args):
        return GroupTextForm(*args, spoken=self.group.languages, is_required=False)

    def gone(self):
        if self.target.cancelled_at is None:
            return None
        return self.back(_s("Nothing was changed: it was already cancelled."), messages.WARNING)
