"""What stays in one piece within plain words: URLs, e-mail addresses, phones, hours, sums.

None of it is markup: whoever writes a text writes it as it is, and a page shows it so.
"""

import re

# Times and spans of them, phone numbers, sums such as 800+, acts and e-mail addresses: left to right in every language.
LEFT_TO_RIGHT = re.compile(
    r"\d{1,2}:\d{2}(?:\s?[–-]\s?\d{1,2}:\d{2})?"
    r"|\+?\d[\d \u00a0-]{4,}\d"
    r"|\b\d+\+"
    r"|\b\d+[–/]\d+\b"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+\w"
)
URL = re.compile(r"(?:https?://|(?<![\w.@-])www\.)\w[^\s<>\"|]*")
AFTER_URL = "`.,;:!?»”’\"'*"  # what ends a sentence or a quotation, not a URL
BRACKETS = {")": "(", "]": "[", "}": "{"}


def islands(words):
    """(start, end) of every island in plain `words`, in order."""
    urls = urls_in_words(words)
    others = (match.span() for match in LEFT_TO_RIGHT.finditer(words))
    return sorted([*urls, *(other for other in others if not any(_overlap(other, url) for url in urls))])


def urls_in_words(words):
    """(start, end) of every URL that stands bare in plain `words`, in order, without the punctuation behind it."""
    return [(match.start(), match.start() + len(_without_ending(match[0]))) for match in URL.finditer(words)]


def _overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def _without_ending(url):
    """`url` without the end of the sentence around it; a bracket that was opened in a URL belongs to it."""
    while url[-1] in AFTER_URL or _closes_too_often(url):
        url = url[:-1]
    return url


def _closes_too_often(url):
    opening = BRACKETS.get(url[-1])
    return opening is not None and url.count(url[-1]) > url.count(opening)
