"""Two people with the same backup code at the same moment, in threads of another process with its own database."""

from tests.databases import answer_of

BOTH_GIVE = """
import threading

from django.db import connection
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import default_key

from cic_portal.staff.models import User
from cic_portal.staff.second_factor.actions import enrol_second_factor, verify_code

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
