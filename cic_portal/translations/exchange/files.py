"""What an exchanged file says, whatever its format; `xliff12` and `xliff20` write and read it."""

from dataclasses import dataclass
from enum import Enum

from cic_portal.texts.status import TranslationStatus
from cic_portal.typed_text import FORBIDDEN_IN_XML


def writable(text):
    """`text` as it is after a journey through XML: line ends are `\\n`, what XML cannot hold is gone."""
    return FORBIDDEN_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class State(Enum):
    """What a file says of one translation. Both formats have words for each."""

    MISSING = "missing"
    OUTDATED = "outdated"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"

    @classmethod
    def of(cls, status):
        return {
            TranslationStatus.MISSING: cls.MISSING,
            TranslationStatus.OUTDATED: cls.OUTDATED,
            TranslationStatus.UNREVIEWED: cls.TRANSLATED,
            TranslationStatus.CURRENT: cls.REVIEWED,
        }[status]


@dataclass(frozen=True)
class ExchangedText:
    """One text: `source` is Polish, `target` the translation ("" when there is none).

    `made_from` and `replaces` are the fingerprints that both had when the file was made.
    """

    id: str
    source: str
    target: str
    state: State
    made_from: str
    replaces: str
    heading: str = ""
    max_length: int | None = None


@dataclass(frozen=True)
class ExchangedObject:
    """The texts of one object; `origin` is its address at our desk in this language, `page` where readers see it."""

    id: str
    name: str
    origin: str
    page: str
    texts: tuple


@dataclass(frozen=True)
class ExchangeFile:
    source_code: str
    target_code: str
    objects: tuple

    def texts(self):
        return [text for thing in self.objects for text in thing.texts]


class FileRefused(Exception):
    """Says in a sentence for staff why a file cannot be taken."""
