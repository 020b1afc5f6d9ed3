"""The Centre as a vCard, to save on a phone: 4.0 (RFC 6350), and 3.0 (RFC 2426) for older phones.

No well-kept library writes 4.0, and the card has a dozen lines.
"""

import uuid
from datetime import UTC

from cic_portal import languages
from cic_portal.local_time import WARSAW
from cic_portal.publishing.addresses import absolute

LINE_OCTETS = 75


def vcard(centre, version="4.0"):
    """The card of `centre` as text with CRLF line ends; its texts are Polish, like the signs on the door."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *_lines(centre, is_old=version == "3.0"), "END:VCARD"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _lines(centre, is_old):
    name = centre.text_in("name", languages.SOURCE)
    yield f"UID:{uuid.uuid5(uuid.NAMESPACE_URL, absolute('/#centre')).urn}"
    yield f"FN:{escaped(name)}"
    yield f"ORG:{escaped(name)}"
    # 3.0 asks for a person's name even where there is no person; X-ABSHOWAS tells phones that there is none.
    yield from (["N:;;;;", "X-ABSHOWAS:COMPANY"] if is_old else ["KIND:org"])
    yield f"ADR{';TYPE=WORK' if is_old else ''}:;;{escaped(centre.street)};{escaped(centre.city)};;;Polska"
    if centre.phone:
        number = centre.phone.as_e164
        yield f"TEL;TYPE=WORK,VOICE:{number}" if is_old else f'TEL;VALUE=uri;TYPE="work,voice":tel:{number}'
    if centre.email:
        yield f"EMAIL{';TYPE=INTERNET' if is_old else ''}:{escaped(centre.email)}"
    if centre.has_coordinates:
        yield f"GEO:{centre.latitude};{centre.longitude}" if is_old else f"GEO:{centre.geo_uri}"
    yield f"URL:{absolute('/')}"
    yield f"TZ{';VALUE=text' if is_old else ''}:{WARSAW.key}"
    if not is_old:
        yield f"LANG:{languages.SOURCE}"
    if centre.updated_at:
        yield f"REV:{centre.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text):
    """`text` as a value: what would end it or break the line is marked with a backslash."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line):
    """`line` in pieces of at most 75 octets, each but the first after a line end and a space; no letter is cut."""
    pieces, octets = [""], 0
    for letter in line:
        width = len(letter.encode())
        if octets + width > LINE_OCTETS:
            pieces.append(" ")
            octets = 1
        pieces[-1] += letter
        octets += width
    return "\r\n".join(pieces)
