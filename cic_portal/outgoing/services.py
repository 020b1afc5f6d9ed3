"""Requests to services that the environment names: translations, and whatever sends messages other than by e-mail."""

import json
import time

from django.conf import settings

from cic_portal.outgoing.network import Network
from cic_portal.outgoing.refusals import Failed, Why
from cic_portal.outgoing.targets import parse_service

MOST_BYTES = 5 * 1024 * 1024  # of one answer


def post(url, body, *, headers, seconds, network=None):
    """The Answer of the service at `url` to `body` (bytes), within `seconds` all in all; raises Unsafe, Failed.

    A redirect is an answer like any other: followed, it would carry our key and our texts elsewhere. A service that
    moved is set up anew by a person.
    """
    ends_at = time.monotonic() + seconds
    network = network or Network()
    target = parse_service(url, settings.PRIVATE_SERVICES)
    addresses = network.addresses(target, seconds=seconds)
    if (left := ends_at - time.monotonic()) <= 0:
        raise Failed(Why.TOO_SLOW)
    return network.ask("POST", target, addresses, headers=headers, seconds=left, body=body, most_bytes=MOST_BYTES)


def post_json(url, data, *, headers, seconds, network=None):
    """`post` with `data` as JSON."""
    headers = {"Content-Type": "application/json", **headers}
    return post(url, json.dumps(data).encode(), headers=headers, seconds=seconds, network=network)
