from django.conf import settings
from django.core import signing

from cic_portal.publishing.addresses import in_language
from cic_portal.publishing.page_types import page_path

SALT = "cic_portal.publishing.preview"


def preview_token(instance):
    """A signed value that opens one unpublished object until PREVIEW_MAX_AGE seconds have passed."""
    return signing.dumps([instance._meta.label_lower, instance.pk], salt=SALT)


def previewed_pk(token, model):
    """The primary key that `token` opens, or None when it is forged, expired or for another kind of thing."""
    try:
        label, pk = signing.loads(token or "", salt=SALT, max_age=settings.PREVIEW_MAX_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk if label == model._meta.label_lower else None


def preview_address(instance, code):
    """The public address of `instance` in the language `code`; "" for what has no page.

    For what visitors cannot see, with a token that opens it.
    """
    if not (path := page_path(instance)):
        return ""
    path = in_language(path, code)
    if instance.is_visible():
        return path
    page, mark, place = path.partition("#")
    return f"{page}?preview={preview_token(instance)}{mark}{place}"


def visible_to(request, queryset, now):
    """The published part of `queryset`, and the one object that a `preview` token in the address opens."""
    published = queryset.published(now)
    token = request.GET.get("preview")
    pk = previewed_pk(token, queryset.model) if token else None
    return published if pk is None else published | queryset.filter(pk=pk)
