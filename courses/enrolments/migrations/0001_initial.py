import cic_portal.languages
import django.db.models.deletion
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('courses', '0001_initial'),
        ('events', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone')),
                ('given_name', models.CharField(blank=True, max_length=80, verbose_name='given name')),
                ('family_name', models.CharField(blank=True, max_length=80, verbose_name='family name')),
                ('name_key', models.CharField(blank=True, editable=False, max_length=160)),
                ('language', models.CharField(choices=cic_portal.languages.choices, default='pl', max_length=2, verbose_name='language of letters')),
                ('sex', models.CharField(blank=True, choices=[('female', 'woman'), ('male', 'man')], help_text='For the report to the funder. May stay empty.', max_length=6, verbose_name='sex')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, help_text='For the report to the funder. May stay empty.', null=True, verbose_name='year of birth')),
                ('nationality', models.CharField(blank=True, help_text='For the report to the funder. May stay empty.', max_length=2, verbose_name='nationality')),
                ('created_at', models.DateTimeField(verbose_name='since')),
                ('forgotten_on', models.DateField(blank=True, editable=False, null=True, verbose_name='data erased on')),
                ('same_as', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='enrolments.participant')),
            ],
            options={
                'verbose_name': 'participant',
                'verbose_name_plural': 'participants',
                'ordering': ['family_name', 'given_name', 'pk'],
                'permissions': [('see_statistics', 'Can see and note what the report to the funder counts')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.UUIDField(editable=False, null=True, unique=True)),
                ('reference', models.CharField(editable=False, max_length=11, unique=True, verbose_name='reference')),
                ('needs', models.JSONField(blank=True, default=list, verbose_name='needs')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('status', models.CharField(choices=[('confirmed', 'You have a place'), ('offered', 'A place is free for you'), ('waiting', 'You are waiting in line'), ('cancelled', 'Cancelled'), ('completed', 'Completed')], max_length=10, verbose_name='state')),
                ('ended', models.CharField(blank=True, choices=[('person', 'the person cancelled'), ('centre', 'the Centre cancelled'), ('lapsed', 'not confirmed in time'), ('begun', 'it began, and no place became free')], max_length=10, verbose_name='why cancelled')),
                ('queued_at', models.DateTimeField(verbose_name='signed up at')),
                ('offer_expires_at', models.DateTimeField(blank=True, null=True, verbose_name='offer until')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note of the staff')),
                ('call_about', models.CharField(blank=True, choices=[('offered', 'a place is free for them'), ('cancelled', 'their enrolment has ended'), ('changed', 'something has changed')], max_length=10, verbose_name='to be called about')),
                ('level_reached', models.CharField(blank=True, choices=[('A1', 'A1'), ('A2', 'A2'), ('B1', 'B1'), ('B2', 'B2'), ('C1', 'C1'), ('C2', 'C2')], max_length=2, verbose_name='level reached')),
                ('found_helpful', models.BooleanField(blank=True, null=True, verbose_name='found it helpful')),
                ('course_instance', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='courses.courseinstance', verbose_name='course dates')),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='events.event', verbose_name='event')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='enrolments.participant', verbose_name='participant')),
            ],
            options={
                'verbose_name': 'enrolment',
                'verbose_name_plural': 'enrolments',
                'ordering': ['queued_at', 'pk'],
                'permissions': [('export_enrolment', 'Can save lists of people and certificates as files'), ('write_to_group', 'Can write letters to a whole group')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_present', models.BooleanField(verbose_name='present')),
                ('marked_at', models.DateTimeField(verbose_name='marked at')),
                ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='courses.session', verbose_name='lesson')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='enrolments.enrolment', verbose_name='enrolment')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendance',
                'constraints': [models.UniqueConstraint(fields=('session', 'enrolment'), name='one_mark_for_a_person_and_lesson')],
            },
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(fields=['name_key'], name='participants_by_name'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['course_instance', 'status', 'queued_at'], name='enrolments_of_a_course'),
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['event', 'status', 'queued_at'], name='enrolments_of_an_event'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('course_instance__isnull', False), ('event__isnull', True)), models.Q(('course_instance__isnull', True), ('event__isnull', False)), _connector='OR'), name='enrolment_is_for_a_course_or_an_event'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('offer_expires_at__isnull', False), ('status', 'offered')), models.Q(models.Q(('status', 'offered'), _negated=True), ('offer_expires_at__isnull', True)), _connector='OR'), name='enrolment_offer_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), models.Q(('ended', ''), _negated=True)), models.Q(models.Q(('status', 'cancelled'), _negated=True), ('ended', '')), _connector='OR'), name='enrolment_says_why_it_ended'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), fields=('participant', 'course_instance'), name='one_enrolment_for_a_person_and_course'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), fields=('participant', 'event'), name='one_enrolment_for_a_person_and_event'),
        ),
    ]
