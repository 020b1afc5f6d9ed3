"""Who has to wait after too many wrong passwords or codes: django-axes counts, in the database, for all processes."""

import ipaddress
from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.shortcuts import render

from cic_portal.desk.pages import desk_context
from cic_portal.languages import staff_text as _s
from cic_portal.limits import client_address, counted_address

ATTEMPTS_KEPT = timedelta(days=30)


class LockoutHandler(AxesDatabaseHandler):
    """Two limits in one: a name from one address, and an address with whatever names.

    django-axes knows a single limit, so failures of a whole address count for less: by how much its limit is higher.
    """

    def get_failures(self, request, credentials=None):
        of_name, of_address = (self._count(attempts) for attempts in self.get_user_attempts(request, credentials))
        return max(of_name, of_address * settings.AXES_FAILURE_LIMIT // settings.LOGIN_FAILURES_OF_ADDRESS)

    def reset_user_attempts(self, request, credentials=None):
        """What one colleague did wrong is forgotten, not what others did at the same address."""
        of_name, _of_address = self.filter_user_attempts(request, credentials)
        count, _by_model = of_name.delete()
        return count

    @staticmethod
    def _count(attempts):
        return attempts.aggregate(failures=Sum("failures_since_start"))["failures"] or 0


def address_of(request):
    """What failures are counted by: the reader's side of our proxies, an IPv6 address as its network; None for neither."""
    address = counted_address(client_address(request)).partition("/")[0]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def is_locked_out(request, username):
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def count_failure(request, username):
    """One more wrong code; the limit is the same as for passwords."""
    AxesProxyHandler.user_login_failed(LockoutHandler, {"username": username}, request)


def forget_failures(request, username):
    """Somebody came in: with the password and, where it is asked for, the code. The password alone forgives nothing."""
    AxesProxyHandler.update_request(request)
    AxesProxyHandler.get_implementation().reset_user_attempts(request, {"username": username})


def locked_out(request, response=None, credentials=None):
    """The same page for names that exist and for those that do not."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = desk_context(request, title=_s("Too many attempts"), area="account", minutes=minutes)
    response = render(request, "admin/account/locked.html", context, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def purge_attempts(*, now):
    """Delete what django-axes still holds of attempts long ago; returns how many."""
    count, _by_model = AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT).delete()
    return count
