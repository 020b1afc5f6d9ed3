import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LanguageSwitch',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False, verbose_name='language')),
                ('is_on', models.BooleanField(default=False, verbose_name='visitors see it')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'language shown to visitors',
                'verbose_name_plural': 'languages shown to visitors',
                'permissions': [('show_language', 'Can show a language to visitors and hide it')],
            },
        ),
        migrations.CreateModel(
            name='TextCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner_label', models.CharField(max_length=100)),
                ('owner_pk', models.PositiveBigIntegerField()),
                ('holder_label', models.CharField(max_length=100)),
                ('holder_pk', models.PositiveBigIntegerField()),
                ('code', models.CharField(max_length=10)),
                ('missing', models.PositiveIntegerField()),
                ('outdated', models.PositiveIntegerField()),
                ('unreviewed', models.PositiveIntegerField()),
                ('current', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['code', 'owner_label', 'owner_pk'], name='text_counts_of_an_owner')],
                'constraints': [models.UniqueConstraint(fields=('holder_label', 'holder_pk', 'code'), name='texts_are_counted_once')],
            },
        ),
    ]
