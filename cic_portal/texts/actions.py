from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.models import SourceText


def keep_source_texts(texts):
    """Remember Polish texts by their fingerprints, those not yet known."""
    rows = [SourceText(fingerprint=fingerprint(text), text=text) for text in texts if fingerprint(text)]
    SourceText.objects.bulk_create(rows, ignore_conflicts=True)
