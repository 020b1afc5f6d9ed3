"""Any value of a form field as plain JSON, equal for what is stored and for what comes back unchanged from a form."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.db.models import Model, QuerySet


def plain(value):
    if value is None or value == "":
        return ""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet | list | tuple | set):
        items = [plain(item) for item in value]
        has_no_order = any(isinstance(item, Model) for item in value)
        return sorted(items) if has_no_order else items
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in sorted(value.items())}
    if isinstance(value, datetime):
        # Forms show seconds, and no more.
        return value.astimezone(UTC).replace(microsecond=0).isoformat()
    if isinstance(value, time):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, bool | int | float):
        return value
    if hasattr(value, "as_e164"):
        return value.as_e164 or ""
    # Browsers send other line ends, and forms take white space off both ends.
    return str(value).replace("\r\n", "\n").strip()
