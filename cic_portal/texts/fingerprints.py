import hashlib


def fingerprint(text):
    """Twelve hexadecimal digits that name a text; white space does not count, an empty text has none ("").

    Twelve digits (48 bits) keep front matter readable; texts are compared with their own older version only, so a
    chance meeting of two texts harms nobody else.
    """
    words = " ".join(str(text or "").split())
    return hashlib.sha256(words.encode()).hexdigest()[:12] if words else ""
