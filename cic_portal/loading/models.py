from django.db import models


class LoadedEntry(models.Model):
    """Something that content files have brought once: when staff delete it, the files do not bring it back."""

    name = models.CharField(max_length=200, unique=True)

    def __str__(self):
        return self.name


class ContentLoad(models.Model):
    """One run of load_content: `digest` names the state of all content files, so an unchanged set is not read twice."""

    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        get_latest_by = "loaded_at"

    def __str__(self):
        return f"{self.loaded_at:%Y-%m-%d %H:%M} {self.digest[:12]}"
