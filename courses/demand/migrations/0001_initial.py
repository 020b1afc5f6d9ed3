import cic_portal.languages
import phonenumber_field.modelfields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.UUIDField(editable=False, null=True, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone')),
                ('language', models.CharField(choices=cic_portal.languages.choices, default='pl', max_length=2, verbose_name='language')),
                ('offers', models.JSONField(default=list, verbose_name='wanted')),
                ('level', models.CharField(choices=[('unknown', 'I do not know'), ('A1', 'A1 – first words'), ('A2', 'A2 – simple talks'), ('B1', 'B1 – everyday life and work'), ('B2', 'B2 – almost everything'), ('C1', 'C1 – fluent')], default='unknown', max_length=7, verbose_name='level')),
                ('times', models.JSONField(default=list, verbose_name='time')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('created_at', models.DateTimeField(verbose_name='sent at')),
                ('invited_at', models.DateTimeField(blank=True, null=True, verbose_name='invited at')),
            ],
            options={
                'verbose_name': 'wish',
                'verbose_name_plural': 'wishes',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['created_at'], name='interests_by_day')],
            },
        ),
    ]
