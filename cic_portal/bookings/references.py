"""References that can be read out on the phone: no letter or digit that looks like another."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10  # characters: 31¹⁰ are more than can be guessed through a limit of tries


def new_reference():
    """A random reference such as `K7QM2-9XWPD`."""
    letters = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def normalised(typed):
    """A reference as somebody typed it, in the form in which it is kept; "" when it cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter in ALPHABET)
    return f"{letters[:5]}-{letters[5:]}" if len(letters) == LENGTH else ""
