import cic_portal.languages
import cic_portal.letters.kinds
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=cic_portal.letters.kinds.kind_choices, max_length=40, verbose_name='kind')),
                ('language', models.CharField(choices=cic_portal.languages.choices, max_length=2, verbose_name='language')),
                ('recipient', models.EmailField(max_length=254, verbose_name='recipient')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True, verbose_name='HTML')),
                ('calendar', models.TextField(blank=True, verbose_name='calendar')),
                ('headers', models.JSONField(blank=True, default=dict)),
                ('is_confidential', models.BooleanField(default=False)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed')], default='queued', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='last error')),
                ('created_at', models.DateTimeField(verbose_name='written at')),
                ('next_attempt_at', models.DateTimeField(verbose_name='next try')),
                ('claimed_by', models.CharField(blank=True, max_length=120)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ['-created_at', '-pk'],
                'permissions': [('send_letter', 'Can send failed letters again'), ('see_all_letters', 'Can see letters about everything')],
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='letters_to_send')],
            },
        ),
    ]
