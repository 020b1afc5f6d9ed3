"""What a text may name, for whoever writes one: official terms, amounts, and the phone and e-mail of the Centre."""

from django.http import JsonResponse

from cic_portal.languages import staff_text as _s
from services.models import Amount, Term

CENTRE = {"centre-phone": _s("Phone of the Centre"), "centre-email": _s("E-mail of the Centre")}


def mention_choices(request):
    """`{"terms": [name], "amounts": [{"slug", "label"}]}`, asked for when somebody opens the list."""
    terms = list(Term.objects.order_by("name").values_list("name", flat=True))
    amounts = [{"slug": slug, "label": str(label)} for slug, label in CENTRE.items()]
    amounts += [
        {"slug": slug, "label": label or slug}
        for slug, label in Amount.objects.order_by("label_pl").values_list("slug", "label_pl")
    ]
    return JsonResponse({"terms": terms, "amounts": amounts})
