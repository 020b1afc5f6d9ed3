"""Two people who do something to one account at the same moment, in threads of another process with its own database."""

from tests.databases import answer_of

BOTH_GIVE = """
import threading

from django.db import connection
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import default_key

from cic_portal.accounts.models import User
from cic_portal.accounts.second_factor.actions import enrol_second_factor, verify_code

outcome = []
for number in range(10):  # people: whoever was refused must wait before the next try
    user, key = User.objects.create_superuser(f"race-{number}"), default_key()
    code = f"{totp(bytes.fromhex(key)):06}"
    _device, codes = enrol_second_factor(user=user, key=key, code=code, request=None, now=timezone.now())
    ready, found = threading.Barrier(2), []

    def give():
        ready.wait()
        try:
            found.append(verify_code(user=user, code=codes[0], request=None, now=timezone.now()) is not None)
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _number in range(2)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    outcome.append(sorted(found))
print(outcome)
"""


def test_one_backup_code_lets_one_of_two_in(database_of_its_own):
    printed, errors = answer_of(BOTH_GIVE, database_of_its_own)

    assert (printed, errors) == (f"{[[False, True]] * 10}\n", "")


BOTH_RENEW = """
import threading

from django.db import connection
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken

from cic_portal.accounts.models import User
from cic_portal.accounts.second_factor.actions import renew_backup_codes

outcome = []
for number in range(5):
    user = User.objects.create_superuser(f"race-{number}")
    ready = threading.Barrier(2)

    def renew():
        ready.wait()
        try:
            renew_backup_codes(user=user, request=None, now=timezone.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=renew) for _number in range(2)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    outcome.append(StaticToken.objects.filter(device__user=user).count())
print(outcome)
"""


def test_a_double_click_leaves_the_ten_codes_that_were_shown_last(database_of_its_own):
    printed, errors = answer_of(BOTH_RENEW, database_of_its_own)

    assert (printed, errors) == (f"{[10] * 5}\n", "")


ONE_ACCEPTS_THE_OTHER_INVITES_AGAIN = """
import threading

from django.db import connection
from django.utils import timezone

from cic_portal.accounts.invitations import actions
from cic_portal.accounts.models import User

chief = User.objects.create_superuser("chief")
actions.secrets.token_urlsafe = lambda _length: f"token {len(given)}"
given, outcome = [], []
for number in range(10):
    given.append(number)
    facts = {"first_name": "Anna", "last_name": "Nowak", "desk_language": "pl", "roles": []}
    name = f"race-{number}"
    user = actions.invite(
        **facts, email=f"{name}@example.org", username=name, by=chief, request=None, now=timezone.now()
    )
    token = f"token {len(given)}"
    given.append(number)
    ready, found = threading.Barrier(2), {}

    def accept():
        ready.wait()
        try:
            done = actions.accept_invitation(token=token, password="four words", request=None, now=timezone.now())
            found["came in"] = done is not None
        finally:
            connection.close()

    def invite_again():
        ready.wait()
        try:
            found["invited"] = actions.invite_again(user=user, by=chief, request=None, now=timezone.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=verb) for verb in (accept, invite_again)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    outcome.append(len(found) == 2 and found["came in"] != found["invited"])
print(outcome)
"""


def test_who_comes_in_at_the_moment_of_a_second_invitation_has_one_of_the_two(database_of_its_own):
    printed, errors = answer_of(ONE_ACCEPTS_THE_OTHER_INVITES_AGAIN, database_of_its_own)

    assert (printed, errors) == (f"{[True] * 10}\n", "")
