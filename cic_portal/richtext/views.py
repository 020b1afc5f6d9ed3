from django.shortcuts import render
from django.views.decorators.http import require_POST

from cic_portal.richtext.conversion import to_markdown
from cic_portal.richtext.fields import LONGEST_TEXT
from cic_portal.richtext.readability import readability


@require_POST
def readability_hint(request):
    """The hint on a Polish text that somebody is writing: what stands in `text`, or in `html` where it is the editor's."""
    html = request.POST.get("html", "")
    text = to_markdown(html) if html else request.POST.get("text", "")
    return render(request, "admin/richtext/readability.html", {"readability": readability(text[:LONGEST_TEXT])})
