from django.core import signing
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.bookings.forms import ContactForm, LookUpForm
from cic_portal.bookings.kinds import VERBS, TimeTaken, find_booking
from cic_portal.limits import count, refuse_if_spent
from cic_portal.visitors.form_pages import PublicFormPage
from cic_portal.visitors.tokens import MAX_AGE

SALT = "cic_portal.bookings"
NOT_FOUND = _("We find no booking with this reference and this contact. Check both, or call us.")


class BookingPage(PublicFormPage):
    """Look-up by reference and contact, then the booking itself with what its owner may do.

    Nothing personal is in the address: after the look-up a signed key inside the page stands for both.
    """

    template_name = "bookings/look_up.html"
    title = _("Your booking")
    description = _("See, change or cancel what you signed up for.")
    form_class = LookUpForm
    limit_name = "booking"
    limit_setting = "BOOKING_LOOKUPS_PER_HOUR"

    def limit(self):
        """Only failures count: a whole class on one connection may open its bookings, and nobody may guess."""
        refuse_if_spent(self.request, self.limit_name, self.per_hour())

    def form_arguments(self):
        return {"initial": {"reference": self.kwargs.get("reference", "")}}

    def post(self, request, *args, **kwargs):
        if "key" not in request.POST:
            return super().post(request, *args, **kwargs)
        booking = self.opened_by(request.POST["key"])
        if booking is None:
            self.form = self.form_class(request.POST, **self.form_arguments())
            return self.shown_again(NOT_FOUND, status=404)
        return self.act(booking, request.POST.get("verb", ""))

    def keep(self, form, token):
        reference, (email, phone) = form.cleaned_data["reference"], form.cleaned_data["contact"]
        booking = find_booking(reference) if reference else None
        if booking is None or not booking.is_reached_by(email=email, phone=phone):
            count(self.request, self.limit_name)
            return self.shown_again(NOT_FOUND, status=404)
        return self.booking_page(booking)

    def opened_by(self, key):
        try:
            reference = signing.loads(key, salt=SALT, max_age=MAX_AGE)
        except signing.BadSignature:
            return None
        return find_booking(reference)

    def act(self, booking, verb):
        """Do what the owner asks for; a verb that is no longer possible shows the booking as it now stands."""
        if verb not in booking.verbs(self.now):
            return self.booking_page(booking)
        if verb == "change_contact":
            return self.change_contact(booking)
        if verb == "move":
            return self.move(booking)
        if verb == "cancel" and "sure" not in self.request.POST:
            return self.booking_page(booking, asks_whether_sure=True)
        return self.booking_page(booking, said=booking.do(verb, now=self.now))

    def move(self, booking):
        """The times to choose from, or, once one is chosen, the booking at its new time."""
        first = self.request.POST.get("from", "")
        if "slot" not in self.request.POST:
            return self.booking_page(booking, times=booking.times(self.now, first))
        try:
            said = booking.move(self.request.POST["slot"], now=self.now)
        except TimeTaken:
            return self.booking_page(booking, times=booking.times(self.now, first), is_taken=True, status=409)
        return self.booking_page(booking, said=said)

    def change_contact(self, booking):
        form = ContactForm(self.request.POST)
        if not form.is_valid():
            return self.booking_page(booking, contact_form=form, status=422)
        data = form.cleaned_data
        booking.change_contact(email=data["email"], phone=data["phone"], language=data["language"])
        return self.booking_page(booking, said=_("Saved. We will use the new contact from now on."))

    def booking_page(self, booking, *, said="", contact_form=None, status=200, **context):
        booking = find_booking(booking.reference)
        verbs = booking.verbs(self.now)
        initial = {**booking.contact(), "language": booking.language or languages.active().code}
        context = {"asks_whether_sure": False, "times": None, "is_taken": False, **context}
        return self.shown(
            "bookings/booking.html",
            status=status,
            booking=booking,
            verbs=verbs,
            **{f"can_{verb}": verb in verbs for verb in VERBS},
            key=signing.dumps(booking.reference, salt=SALT),
            said=said,
            contact_form=contact_form or ContactForm(initial=initial),
            **context,
        )
