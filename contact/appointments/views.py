from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.bookings.kinds import TimeTaken
from cic_portal.visitors.form_pages import PublicFormPage
from cic_portal.visitors.pages import Crumb, PublicPage
from contact.appointments.actions import book
from contact.appointments.emails import place_of_appointments
from contact.appointments.forms import AppointmentForm
from contact.appointments.models import Adviser, Appointment
from contact.appointments.offering import availabilities_for, free_times, times_from
from contact.frame import load_frame
from contact.views import ContactPage
from services.models import Offer

INTERPRETER = Appointment.Need.INTERPRETER


class AppointmentPage(PublicFormPage):
    """Under one address: what for and in which language, when, who; then the answers once more, and the reference.

    The choices before the person's data are plain addresses (`?offer=…&language=…&slot=…`) that name nobody.
    """

    template_name = "appointments/form.html"
    check_template = "appointments/check.html"
    title = _("Book an appointment")
    description = _("Choose what you need, your language and a time. It is free of charge.")
    section = "contact"
    form_class = AppointmentForm
    limit_name = "appointment"
    limit_setting = "APPOINTMENTS_PER_HOUR"

    def crumbs(self):
        return [Crumb(ContactPage.title, reverse("contact:contact"))]

    @property
    def asked(self):
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @cached_property
    def contact_frame(self):
        return load_frame(self.today)

    @cached_property
    def offers(self):
        return {offer.slug: offer for offer in Offer.objects.bookable(self.now)}

    @cached_property
    def offer(self):
        return self.offers.get(self.asked.get("offer"))

    @cached_property
    def language(self):
        code = self.asked.get("language")
        return languages.BY_CODE[code] if languages.is_shown(code) else None

    @cached_property
    def with_interpreter(self):
        return INTERPRETER in self.asked.getlist("needs")

    @cached_property
    def given(self):
        """All hours in which the offer is given, whatever the language."""
        return availabilities_for(self.offer) if self.offer else []

    @cached_property
    def fitting(self):
        """Those in which somebody speaks the language, or all when somebody interprets."""
        return [row for row in self.given if self.with_interpreter or row.speaks(self.language.code)]

    @cached_property
    def slots(self):
        return free_times(self.fitting, now=self.now, frame=self.contact_frame)

    def chosen(self, value):
        """The free Slot that `value` names, or None."""
        return next((slot for slot in self.slots if slot.value == value), None)

    def form_arguments(self):
        initial = {
            "offer": self.asked.get("offer"),
            "language": self.asked.get("language"),
            "slot": self.asked.get("slot"),
            "needs": [INTERPRETER] if self.with_interpreter else [],
        }
        return {"offers": self.offers, "chosen": self.offer, "language": self.language, "initial": initial}

    def get(self, request, *args, **kwargs):
        if self.offer is None or self.language is None:
            return self.start()
        if "slot" not in request.GET:
            return self.shown("appointments/times.html", times=times_from(self.slots, request.GET.get("from", "")))
        if self.chosen(request.GET["slot"]):
            return self.shown(self.template_name)
        return self.shown("appointments/times.html", times=times_from(self.slots, ""), is_taken=True, status=409)

    def start(self):
        """What for, and in which language; one offer alone needs no choice."""
        return self.shown(
            "appointments/start.html",
            lacks_offer=bool(self.language and self.offers) and self.offer is None,
            offered=next(iter(self.offers.values())) if len(self.offers) == 1 else self.offer,
            shown_language=self.language or languages.active(),
        )

    def refusal(self):
        return None if self.chosen(self.request.POST["slot"]) else self.taken()

    def keep(self, form, token):
        try:
            appointment = book(
                offer=self.offer,
                slot=form.cleaned_data["slot"],
                visitor=form.visitor(),
                needs=form.cleaned_data["needs"],
                note=form.cleaned_data.get("note", ""),
                submission=token.submission,
                now=self.now,
            )
        except TimeTaken:
            return self.taken()
        appointment = Appointment.objects.with_everything().get(pk=appointment.pk)
        return self.shown("appointments/done.html", appointment=appointment, place=place_of_appointments())

    def taken(self):
        """The form with all that was typed, and the next free times instead of the one that is gone."""
        self.__dict__.pop("slots", None)
        return self.shown(self.template_name, is_taken=True, status=409)

    def choices_as_query(self):
        """Offer, language and interpreter as far as they are chosen: where the addresses of the next step begin."""
        chosen = {"offer": self.offer and self.offer.slug, "language": self.language and self.language.code}
        chosen["needs"] = INTERPRETER.value if self.with_interpreter else None
        return QueryDict(urlencode({name: value for name, value in chosen.items() if value}))

    def other_languages(self):
        """Languages in which somebody gives the offer, the chosen one not among them."""
        spoken = {code for row in self.given for code in row.languages or row.adviser.languages}
        return [language for language in languages.shown() if language.code in spoken and language != self.language]

    def wanted_day(self):
        """The day of the time that somebody wanted and did not get, as text; "" when there was none."""
        _adviser, starts_at = self.form.cleaned_data.get("slot") or (None, None)
        return timezone.localdate(starts_at).isoformat() if starts_at else ""

    def get_context_data(self, *, is_taken=False, **kwargs):
        form = self.form
        slot = None
        if self.offer and self.language and not is_taken:
            slot = self.chosen(self.asked.get("slot"))
        needs_choice = bool(form) and form.is_bound and slot is None and self.offer and self.language
        return super().get_context_data(
            frame=self.contact_frame,
            offers=self.offers.values(),
            offer=self.offer,
            language=self.language,
            with_interpreter=self.with_interpreter,
            chosen=self.choices_as_query(),
            is_chosen=bool(self.offer and self.language),
            is_spoken=bool(self.offer and self.language and self.fitting),
            other_languages=self.other_languages() if self.offer else [],
            is_example=any(row.adviser.is_example for row in self.given),
            slot=slot,
            is_taken=is_taken,
            has_errors=is_taken or bool(form and form.errors),
            choices=times_from(self.slots, self.wanted_day()) if needs_choice else None,
            days_ahead=settings.APPOINTMENT_DAYS_AHEAD,
            **kwargs,
        )


class AdviserListPage(PublicPage):
    """Who helps, with what, in which languages and from which day on: nothing personal but what staff publish."""

    is_interface = True
    template_name = "appointments/advisers.html"
    title = _("Our advisers")
    description = _("Who helps you at the Centre, with what, in which languages and when.")
    section = "contact"

    def crumbs(self):
        return [Crumb(ContactPage.title, reverse("contact:contact"))]

    @cached_property
    def contact_frame(self):
        return load_frame(self.today)

    @cached_property
    def advisers(self):
        return list(Adviser.objects.active().prefetch_related("offers", "availabilities"))

    def next_days(self):
        """The day of the first free time of each adviser who has one, by the adviser's key."""
        rows = [availability for adviser in self.advisers for availability in adviser.availabilities.all()]
        slots = free_times(rows, now=self.now, frame=self.contact_frame)
        return {slot.adviser_id: slot.day for slot in reversed(slots)}

    def entries(self):
        days = self.next_days()
        for adviser in self.advisers:
            visible = [offer for offer in adviser.offers.all() if offer.is_visible(self.now) and offer.is_bookable]
            if visible:
                yield adviser, visible, days.get(adviser.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(frame=self.contact_frame, advisers=list(self.entries()), **kwargs)
