from tests.links.conftest import certificate, server, world  # noqa: F401
