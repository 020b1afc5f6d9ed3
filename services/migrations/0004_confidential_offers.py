from django.db import migrations

# Their content files say the same; a portal that loaded them earlier would take the old “no” for a choice of the staff.
CONFIDENTIAL = ["legal-support", "psychological-support"]


def mark_confidential(apps, schema_editor):
    apps.get_model("services", "Offer").objects.filter(slug__in=CONFIDENTIAL).update(is_sensitive=True)


class Migration(migrations.Migration):

    dependencies = [
        ('services', '0003_offer_is_sensitive'),
    ]

    operations = [
        migrations.RunPython(mark_confidential, migrations.RunPython.noop),
    ]
