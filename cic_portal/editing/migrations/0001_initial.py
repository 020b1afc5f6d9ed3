import cic_portal.languages
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
            name='Deletion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=100, verbose_name='kind')),
                ('object_pk', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('companions', models.JSONField(default=list)),
                ('brought_back_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'deleted thing',
                'verbose_name_plural': 'deleted things',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['kind', 'object_pk'], name='deletion_of_what'), models.Index(fields=['at'], name='deletion_when')],
            },
        ),
        migrations.CreateModel(
            name='OpenForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=100)),
                ('object_pk', models.BigIntegerField()),
                ('language', models.CharField(choices=cic_portal.languages.choices, max_length=2)),
                ('opened_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'object_pk', 'at'], name='forms_of_what')],
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'object_pk', 'language'), name='form_is_open_once')],
            },
        ),
    ]
