"""What the desk says of a link: where it stands, in words and with the way to the form where it is changed."""

from dataclasses import dataclass, field

from django.apps import apps
from django.urls import NoReverseMatch

from cic_portal import languages
from cic_portal.desk.pages import admin_url


@dataclass
class Spot:
    """A field of an owner, and the languages in which it holds the link."""

    label: str
    languages: list = field(default_factory=list)  # of (Language, address of the form)


@dataclass
class Owner:
    """What staff open. `address` is that of its form, or "" when this person may not see it."""

    name: str
    kind: str
    address: str
    spots: dict = field(default_factory=dict)


def owners_of(uses, user):
    """The Owners of `uses` (LinkUse objects) in the order of their names; asks the database nothing."""
    owners = {}
    for use in uses:
        model = _model(use.owner_model)
        address = _form(model, use.owner_row, user)
        kind = str(model._meta.verbose_name) if model else use.owner_model
        owner = owners.setdefault((use.owner_model, use.owner_row), Owner(use.owner_name, kind, address))
        label = _label(use)
        spot = owner.spots.setdefault((use.row, label), Spot(label))
        if language := languages.BY_CODE.get(use.code):
            spot.languages.append((language, address and f"{address}?language={use.code}"))
    for spot in (spot for owner in owners.values() for spot in owner.spots.values()):
        spot.languages.sort(key=lambda pair: languages.CODES.index(pair[0].code))
    return list(owners.values())


def _model(label):
    try:
        return apps.get_model(label)
    except LookupError:  # an app that is gone since the texts were read
        return None


def _form(model, row, user):
    if model is None or not (_may(user, "view", model) or _may(user, "change", model)):
        return ""
    try:
        return admin_url(model, "change", row)
    except NoReverseMatch:
        return ""


def _may(user, verb, model):
    return user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")


def _label(use):
    model = _model(use.model)
    if model is None:
        return use.field
    word = str(model._meta.get_field(use.field).verbose_name)
    return word if use.model == use.owner_model else f"{model._meta.verbose_name}: {word}"
