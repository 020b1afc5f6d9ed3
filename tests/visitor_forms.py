"""A visitor who fills in forms as a browser would: with the token of the page and whatever else is hidden in it."""

import re
from urllib.parse import parse_qsl, urlsplit

TOKEN = re.compile(r'name="token" value="([^"]+)"')
KEY = re.compile(r'name="key" value="([^"]+)"')


def token_of(response):
    return TOKEN.search(response.content.decode())[1]


def key_of(response):
    return KEY.search(response.content.decode())[1]


def fill_in(client, address, **fields):
    """Open the form at `address` and send it with `fields`; the response to that."""
    return client.post(address, {"token": token_of(client.get(address)), **fields})


def sign_up(client, address, **fields):
    """All steps of an enrolment: the form, the check of the answers, and “sign up”."""
    answers = {
        "given_name": "Olena",
        "family_name": "Kowalenko",
        "email": "olena@example.org",
        "phone": "",
        "language": "uk",
        "consent": "on",
        **fields,
    }
    checked = fill_in(client, address, **answers)
    assert checked.status_code == 200, checked.content.decode()
    return client.post(address, {**answers, "token": token_of(checked), "confirmed": "yes"})


def make_appointment(client, address, **fields):
    """All steps of an appointment from a chosen time on: who comes, the check of the answers, and “book”.

    `address` names offer, language and slot; they are sent again as the page sends them.
    """
    asked = dict(parse_qsl(urlsplit(address).query))
    answers = {**asked, "name": "Olena", "contact": "olena@example.org", **fields}
    path = urlsplit(address).path
    checked = client.post(path, {**answers, "token": token_of(client.get(address))})
    if checked.status_code != 200:
        return checked
    return client.post(path, {**answers, "token": token_of(checked), "confirmed": "yes"})
