"""How tests come in to the desk the whole way: by its forms, as a person does."""

import re
from base64 import b32decode

from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

SET_UP = "/admin/second-factor/set-up/"
PASSWORD = "tulipan rower cegła"
HOME = "/admin/"


def with_app(user):
    """`user`, who has set up an app for codes."""
    TOTPDevice.objects.create(user=user, name="app", key=default_key(), confirmed=True)
    return user


def code_of(user, steps=0):
    """What the app of `user` shows now, or so many half minutes later."""
    return f"{totp(TOTPDevice.objects.get(user=user).bin_key, t0=-30 * steps):06}"


def code_of_key(words):
    """What an app shows that was given the key as the page writes it."""
    return f"{totp(b32decode(words.replace(' ', ''))):06}"


def log_in(client, user, password=PASSWORD, **extra):
    return client.post("/admin/login/", {"username": user.username, "password": password, "next": HOME}, **extra)


def give_code(client, code, **extra):
    return client.post(f"/admin/second-factor/?next={HOME}", {"code": code}, **extra)


def come_in(user, **extra):
    """A Client that has given password and code."""
    client = Client()
    log_in(client, user, **extra)
    answer = give_code(client, code_of(user), **extra)
    assert answer.status_code == 302, answer.content.decode()
    return client


def is_in(client):
    return client.get(HOME).status_code == 200


def key_on(page):
    return re.search(r'<code class="secret-key"[^>]*>([A-Z2-7 ]+)</code>', page.content.decode())[1]


def codes_on(page):
    return re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", page.content.decode())
