"""The portal's side of an exchange: which kinds and languages somebody may exchange, and the texts with their parts."""

from cic_portal import languages
from cic_portal.publishing.addresses import absolute, in_language
from cic_portal.publishing.page_types import page_path
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.coverage import holders, kinds
from cic_portal.translations.exchange.files import ExchangedObject, ExchangedText, ExchangeFile, State
from cic_portal.translations.exchange.judging import address_of
from cic_portal.translations.rights import may_see, may_translate
from cic_portal.translations.units import units_of


def codes_for(user):
    return [code for code in languages.TARGETS if may_translate(user, code)]


def kinds_for(user):
    """The models whose texts `user` may see, by label."""
    return {model._meta.label_lower: model for model in kinds() if may_see(user, model)}


def whole(model):
    """Objects of `model` with what their pages and parts need, in as many queries as there are kinds of parts, and one."""
    links = [part._meta.get_field(part.PART_OF) for part in holders() if part.PART_OF]
    names = [link.remote_field.get_accessor_name() for link in links if link.related_model is model]
    return model._base_manager.select_related().prefetch_related(*names)


def export(*, models, code, statuses):
    """The ExchangeFile of all texts of `models` in the language `code` that are in one of `statuses`."""
    things = (instance for model in models for instance in whole(model))
    found = (_exported(instance, code, statuses) for instance in things)
    return ExchangeFile(languages.SOURCE, code, tuple(thing for thing in found if thing.texts))


def _exported(instance, code, statuses):
    texts = tuple(_text(unit) for unit in units_of(instance, code) if unit.status in statuses)
    return ExchangedObject(
        id=f"{instance._meta.label_lower}:{instance.pk}",
        name=f"{instance._meta.verbose_name}: {instance}",
        origin=address_of(instance, code),
        page=_page(instance, code) if texts else "",
        texts=texts,
    )


def _page(instance, code):
    path = page_path(instance)
    return absolute(in_language(path, code)) if path else ""


def _text(unit):
    return ExchangedText(
        id=unit.id,
        source=unit.source,
        target=unit.target,
        state=State.of(TranslationStatus(unit.status)),
        made_from=unit.source_fingerprint,
        replaces=unit.target_fingerprint,
        heading=unit.heading,
        max_length=unit.max_length,
    )
