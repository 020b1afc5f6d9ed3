"""What a translator reads beside the texts. In English and Polish, whatever the desk speaks: the file goes to anybody."""

TOOL_NAME = "Information portal of the Foreigners’ Integration Centre in Kalisz"
FILE_NOTE = (
    "Keep every code: it stands for an official term, an amount or a link, which the portal fills in. "
    "Translate only the words between two codes. "
    "Zachowaj każdy kod: to termin, kwota albo link, które uzupełnia portal. Tłumacz tylko słowa między kodami."
)


def notes_of(text):
    """What an ExchangedText is and how long it may be, as far as that is known."""
    limit = f"At most {text.max_length} characters. Najwyżej {text.max_length} znaków." if text.max_length else ""
    return [note for note in (text.heading, limit) if note]
