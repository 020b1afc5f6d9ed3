"""Which rows of this app have a history (cic_portal.editing): the words of a picture, and which files it shows."""

from django.core.files.storage import default_storage

from cic_portal.editing.recording import keep_history
from cic_portal.pictures.files import FOLDER, file_name
from cic_portal.pictures.models import Picture


def has_files(values):
    """Whether the files of an older version are still kept (`actions.KEPT_UNUSED`)."""
    name = file_name(values["digest"], values["width"], "webp")
    return default_storage.exists(f"{FOLDER}/{name}")


keep_history(Picture, files=("digest", "width", "height", "uploaded_at", "uploaded_by_id"), has_files=has_files)
