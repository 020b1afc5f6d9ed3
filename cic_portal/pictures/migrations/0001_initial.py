import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalPicture',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('translation_record', models.JSONField(blank=True, default=dict, editable=False)),
                ('alt_pl', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_uk', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_en', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_ru', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_be', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_es', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_ka', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_az', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_tr', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_ar', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('credit', models.CharField(blank=True, help_text='As it is to stand under the picture, the same in every language. Leave it empty if nobody asks.', max_length=160, verbose_name='author and licence')),
                ('digest', models.CharField(db_index=True, max_length=32, verbose_name='file')),
                ('width', models.PositiveSmallIntegerField(verbose_name='width')),
                ('height', models.PositiveSmallIntegerField(verbose_name='height')),
                ('uploaded_at', models.DateTimeField(editable=False, verbose_name='uploaded at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('uploaded_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_record', models.JSONField(blank=True, default=dict, editable=False)),
                ('alt', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, verbose_name='what it shows')),
                ('alt_pl', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_uk', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_en', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_ru', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_be', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_es', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_ka', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_az', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_tr', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('alt_ar', models.CharField(help_text='For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”.', max_length=250, null=True, verbose_name='what it shows')),
                ('credit', models.CharField(blank=True, help_text='As it is to stand under the picture, the same in every language. Leave it empty if nobody asks.', max_length=160, verbose_name='author and licence')),
                ('digest', models.CharField(db_index=True, max_length=32, verbose_name='file')),
                ('width', models.PositiveSmallIntegerField(verbose_name='width')),
                ('height', models.PositiveSmallIntegerField(verbose_name='height')),
                ('uploaded_at', models.DateTimeField(editable=False, verbose_name='uploaded at')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'ordering': ['-uploaded_at', '-pk'],
            },
        ),
    ]
