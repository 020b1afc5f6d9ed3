from django.urls import path, register_converter
from django.urls.converters import StringConverter

from cic_portal.pictures import views

app_name = "pictures"


class PictureFileConverter(StringConverter):
    """`<32 hexadecimal digits>-<width>.<format>` and nothing that could lead out of the folder."""

    regex = r"[0-9a-f]{32}-[1-9][0-9]{0,3}\.(?:avif|webp)"


register_converter(PictureFileConverter, "picture_file")

urlpatterns = [path("pictures/<picture_file:name>", views.picture_file, name="file")]
