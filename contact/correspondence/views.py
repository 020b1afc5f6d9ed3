from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cic_portal.visitors.form_pages import PublicFormPage
from cic_portal.visitors.pages import Crumb
from contact.correspondence.actions import ask_for_call, receive_message
from contact.correspondence.forms import CallForm, MessageForm
from contact.views import ContactPage


class CorrespondencePage(PublicFormPage):
    section = "contact"
    limit_name = "message"
    limit_setting = "MESSAGES_PER_HOUR"

    def crumbs(self):
        return [Crumb(ContactPage.title, reverse("contact:contact"))]


class WriteMessagePage(CorrespondencePage):
    template_name = "correspondence/message.html"
    sent_template = "correspondence/message_sent.html"
    title = _("Write us a message")
    description = _("Ask the Centre in your language. You need no account, and it is free of charge.")
    form_class = MessageForm

    def keep(self, form, token):
        data = form.cleaned_data
        email, phone = data["contact"]
        receive_message(
            name=data["name"],
            email=email,
            phone=phone,
            language=data["language"],
            text=data["text"],
            submission=token.submission,
            now=self.now,
        )
        return self.sent()


class AskForCallPage(CorrespondencePage):
    template_name = "correspondence/call.html"
    sent_template = "correspondence/call_sent.html"
    title = _("Ask us to call you back")
    description = _("Leave your phone number. We call you when the Centre is open. It costs you nothing.")
    form_class = CallForm
    limit_name = "call-back"

    def keep(self, form, token):
        data = form.cleaned_data
        ask_for_call(
            name=data["name"],
            phone=data["phone"].as_e164,
            language=data["language"],
            times=data["times"],
            submission=token.submission,
            now=self.now,
        )
        return self.sent()
