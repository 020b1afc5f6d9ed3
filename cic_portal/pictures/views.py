from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from cic_portal.pictures.files import FOLDER
from cic_portal.pictures.models import Picture

# A name never changes its content, so browsers need not ask again.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def picture_file(request, name):
    """One file of a picture that exists. What was deleted is gone at once, although its files stay for a while."""
    digest, kind = name.partition("-")[0], name.rpartition(".")[2]
    if not Picture.objects.filter(digest=digest).exists():
        raise Http404("No such picture")
    try:
        with default_storage.open(f"{FOLDER}/{name}") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404("No such size of this picture") from error
    headers = {"Cache-Control": FOR_EVER, "Content-Language": "zxx"}  # zxx: without words (BCP 47)
    return HttpResponse(content, content_type=f"image/{kind}", headers=headers)
