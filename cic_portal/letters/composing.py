"""What a letter says, before it is laid out: the same parts in every kind of letter and every language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A line such as “Where: ul. Nowy Świat 13”; `language` marks a value that is not in the letter's language."""

    label: str
    value: str
    language: str = ""
    is_ltr: bool = False  # a code, a time or an address that keeps its order in Arabic


@dataclass(frozen=True)
class LetterText:
    """`paragraphs` come before the `quote` and the `facts`; then the `link` (address, words), `closing`, a quiet `stop` link.

    Written in the language that is active when it is made; nothing here is HTML. `quote` is what the reader wrote
    themselves, in whatever language.
    """

    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    link: tuple[str, str] | None = None
    closing: tuple[str, ...] = ()
    stop: tuple[str, str] | None = None
    quote: str = ""
