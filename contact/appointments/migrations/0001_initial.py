import cic_portal.languages
import django.core.validators
import django.db.models.deletion
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('services', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Adviser',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk_name', models.CharField(help_text='For colleagues. Visitors never see it.', max_length=80, unique=True, verbose_name='name at the desk')),
                ('public_name', models.CharField(blank=True, help_text='Shown to visitors. Leave it empty to show only the role.', max_length=80, verbose_name='published name')),
                ('role', models.CharField(choices=[('adviser', 'Intercultural adviser'), ('mediator', 'Cultural mediator'), ('lawyer', 'Lawyer'), ('psychologist', 'Psychologist'), ('other', 'Adviser of the Centre')], default='adviser', max_length=20, verbose_name='role')),
                ('languages', models.JSONField(default=list, verbose_name='languages')),
                ('is_active', models.BooleanField(default=True, help_text='Untick it and nobody new can book. Bookings stay.', verbose_name='gives appointments')),
                ('is_example', models.BooleanField(default=False, help_text='Marked as an example wherever visitors see it.', verbose_name='example')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('offers', models.ManyToManyField(related_name='advisers', to='services.offer', verbose_name='offers')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='login')),
            ],
            options={
                'verbose_name': 'adviser',
                'verbose_name_plural': 'advisers',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('adviser', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='appointments.adviser', verbose_name='adviser')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'ordering': ['starts_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='absence_ends_after_it_starts', violation_error_message='It must end later than it starts.')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.UUIDField(editable=False, null=True, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone')),
                ('language', models.CharField(choices=cic_portal.languages.choices, default='pl', max_length=2, verbose_name='language')),
                ('reference', models.CharField(editable=False, max_length=11, unique=True, verbose_name='reference')),
                ('needs', models.JSONField(blank=True, default=list, verbose_name='needs')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('status', models.CharField(choices=[('booked', 'Your appointment is booked'), ('cancelled', 'Cancelled'), ('attended', 'It has taken place'), ('no_show', 'You did not come')], default='booked', max_length=10, verbose_name='state')),
                ('ended', models.CharField(blank=True, choices=[('person', 'the person cancelled'), ('centre', 'the Centre cancelled'), ('closed', 'closed, or the adviser away')], max_length=10, verbose_name='why cancelled')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('source', models.CharField(choices=[('web', 'portal'), ('phone', 'phone'), ('walk_in', 'came in person')], default='web', max_length=10, verbose_name='booked by')),
                ('must_be_called', models.BooleanField(default=False, verbose_name='to be called')),
                ('created_at', models.DateTimeField(verbose_name='booked at')),
                ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded at')),
                ('revision', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('forgotten_on', models.DateField(blank=True, editable=False, null=True, verbose_name='data erased on')),
                ('adviser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='appointments.adviser', verbose_name='adviser')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='services.offer', verbose_name='offer')),
            ],
            options={
                'verbose_name': 'appointment',
                'verbose_name_plural': 'appointments',
                'ordering': ['starts_at', 'pk'],
                'permissions': [('see_all_appointments', 'Can see the appointments of all advisers')],
                'indexes': [models.Index(fields=['adviser', 'starts_at'], name='appointments_of_an_adviser'), models.Index(fields=['status', 'starts_at'], name='appointments_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), fields=('adviser', 'starts_at'), name='one_appointment_for_a_time', violation_error_message='Somebody else has this time.'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='appointment_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), models.Q(('ended', ''), _negated=True)), models.Q(models.Q(('status', 'cancelled'), _negated=True), ('ended', '')), _connector='OR'), name='appointment_says_why_it_ended')],
            },
        ),
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
                ('languages', models.JSONField(blank=True, default=list, help_text='Leave it empty for all languages of this adviser.', verbose_name='languages')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, 'Monday'), (2, 'Tuesday'), (3, 'Wednesday'), (4, 'Thursday'), (5, 'Friday'), (6, 'Saturday'), (7, 'Sunday')], validators=[django.core.validators.MaxValueValidator(7)], verbose_name='weekday')),
                ('slot_minutes', models.PositiveSmallIntegerField(default=45, validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(240)], verbose_name='minutes')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_through', models.DateField(blank=True, null=True, verbose_name='valid through')),
                ('adviser', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availabilities', to='appointments.adviser', verbose_name='adviser')),
                ('offer', models.ForeignKey(blank=True, help_text='Leave it empty for all offers of this adviser.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='services.offer', verbose_name='offer')),
            ],
            options={
                'verbose_name': 'hours of an adviser',
                'verbose_name_plural': 'hours of advisers',
                'ordering': ['weekday', 'opens', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='availability_closes_after_it_opens', violation_error_message='It must close later than it opens.'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_through__isnull', True), ('valid_through__gte', models.F('valid_from')), _connector='OR'), name='availability_ends_after_it_starts', violation_error_message='The end must not come before the start.')],
            },
        ),
    ]
