import ipaddress

from django.db import transaction

from cic_portal.accounts.models import AuditRecord
from cic_portal.limits import client_address

KEPT_BITS = {4: 24, 6: 48}  # of an address: that of a provider or an institution, not that of a desk


@transaction.atomic
def record(*, action, now, by=None, about=None, request=None, **details):
    """Note that `by` did `action` at `now`, with the account `about` when it is not their own.

    `details` are plain values that tell staff what changed. `request` says from where, None is the machine itself.
    """
    subject = about if about is not None else by
    return AuditRecord.objects.create(
        action=action,
        at=now,
        actor=by,
        actor_name=by.get_username() if by else "",
        subject=subject,
        subject_name=subject.get_username() if subject else "",
        details=details,
        network=network_of(client_address(request)) if request else "",
    )


def purge_audit_records(*, today):
    """Delete what has been kept for as long as promised; returns how many."""
    return AuditRecord.objects.purge(today)


def network_of(address):
    """`address` without the part that names one machine; nothing for what is no address."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    known = getattr(known, "ipv4_mapped", None) or known
    return str(ipaddress.ip_network(f"{known}/{KEPT_BITS[known.version]}", strict=False).network_address)
