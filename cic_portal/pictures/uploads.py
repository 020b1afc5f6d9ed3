from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class EndOfFileHandler(FileUploadHandler):
    """Keeps the beginning of a file that is too large for every form, so that nobody fills the disk.

    The form sees a file of UPLOAD_MOST_KEPT bytes and a little and says, beside the field, that it is too large.
    """

    def receive_data_chunk(self, raw_data, start):
        return raw_data if start <= settings.UPLOAD_MOST_KEPT else None

    def file_complete(self, file_size):
        return None
