import cic_portal.languages
import django.db.models.deletion
import phonenumber_field.modelfields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('letters', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_record', models.JSONField(blank=True, default=dict, editable=False)),
                ('title', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, verbose_name='title')),
                ('title_pl', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_uk', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_en', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_ru', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_be', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_es', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_ka', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_az', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_tr', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_ar', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('body', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, verbose_name='text')),
                ('body_pl', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_uk', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_en', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_ru', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_be', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_es', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_ka', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_az', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_tr', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_ar', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'text for answers',
                'verbose_name_plural': 'texts for answers',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAnswerTemplate',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('translation_record', models.JSONField(blank=True, default=dict, editable=False)),
                ('title_pl', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_uk', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_en', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_ru', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_be', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_es', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_ka', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_az', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_tr', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('title_ar', models.CharField(help_text='What it is about. Only staff see it.', max_length=120, null=True, verbose_name='title')),
                ('body_pl', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_uk', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_en', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_ru', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_be', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_es', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_ka', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_az', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_tr', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('body_ar', models.TextField(help_text='The beginning of an answer. Whoever sends it can change it.', max_length=4000, null=True, verbose_name='text')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'text for answers',
                'verbose_name_plural': 'texts for answers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.UUIDField(editable=False, null=True, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone')),
                ('language', models.CharField(choices=cic_portal.languages.choices, default='pl', max_length=2, verbose_name='language')),
                ('kind', models.CharField(choices=[('message', 'message'), ('call', 'call back')], default='message', max_length=10, verbose_name='kind')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='text')),
                ('times', models.JSONField(blank=True, default=list, verbose_name='when to call')),
                ('state', models.CharField(choices=[('new', 'new'), ('in_progress', 'in progress'), ('answered', 'answered')], default='new', max_length=12, verbose_name='state')),
                ('ending', models.CharField(blank=True, choices=[('letter', 'answered by letter'), ('phone', 'answered by phone'), ('nothing', 'closed without an answer')], max_length=10, verbose_name='how it ended')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(verbose_name='received at')),
                ('waits_since', models.DateTimeField(editable=False, verbose_name='waits since')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-created_at', '-pk'],
                'permissions': [('see_all_messages', 'Can see messages that a colleague looks after')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='text')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='correspondence.message', verbose_name='message')),
            ],
            options={
                'verbose_name': 'internal note',
                'verbose_name_plural': 'internal notes',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='text')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('language', models.CharField(choices=cic_portal.languages.choices, max_length=2, verbose_name='language')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='letters.letter', verbose_name='letter')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='correspondence.message', verbose_name='message')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['state', 'created_at'], name='messages_by_state'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['created_at'], name='messages_by_day'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'answered'), models.Q(('ending', ''), _negated=True)), models.Q(models.Q(('state', 'answered'), _negated=True), ('closed_at__isnull', True), ('ending', '')), _connector='OR'), name='message_says_when_and_how_it_ended'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), ('phone', ''), _negated=True), name='message_can_be_answered'),
        ),
    ]
