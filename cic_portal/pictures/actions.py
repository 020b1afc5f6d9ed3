from datetime import UTC, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from cic_portal.pictures.files import FOLDER
from cic_portal.pictures.models import Picture

# Files of a picture that is no picture yet: somebody may still be filling in its form.
KEPT_UNUSED = timedelta(days=2)


@transaction.atomic
def replace_files(*, picture, files, by, now):
    """Let `picture` show other files (StoredFiles); the words stay."""
    picture.digest, picture.width, picture.height = files.digest, files.width, files.height
    picture.uploaded_by, picture.uploaded_at = by, now
    if picture.pk:
        picture.save(update_fields=["digest", "width", "height", "uploaded_by", "uploaded_at"])


def sweep_files(*, now):
    """Delete files that neither a picture nor a version of one has, which could be brought back; returns how many."""
    if not default_storage.exists(FOLDER):
        return 0
    _folders, names = default_storage.listdir(FOLDER)
    used = {*Picture.objects.values_list("digest", flat=True), *Picture.history.values_list("digest", flat=True)}
    unused = [f"{FOLDER}/{name}" for name in names if name.partition("-")[0] not in used]
    old = [name for name in unused if _written_at(name) < now - KEPT_UNUSED]
    for name in old:
        default_storage.delete(name)
    return len(old)


def _written_at(name):
    written = default_storage.get_modified_time(name)
    return written if written.tzinfo else written.replace(tzinfo=UTC)
