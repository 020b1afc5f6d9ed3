import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Host',
            fields=[
                ('name', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('free_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('collected_at', models.DateTimeField(blank=True, null=True)),
                ('offline_until', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=2000, unique=True, verbose_name='address')),
                ('host', models.CharField(blank=True, db_index=True, max_length=255, verbose_name='site')),
                ('state', models.CharField(choices=[('broken', 'broken'), ('refused', 'not opened'), ('moved', 'moved for good'), ('failing', 'does not answer, is tried again'), ('unclear', 'please open it yourself'), ('unchecked', 'not checked yet'), ('ok', 'works')], default='unchecked', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, choices=[('not_found', 'The site has no page at this address (any more).'), ('home_page', 'It leads to the home page of the site now; the page itself is probably gone.'), ('server_error', 'The site has a fault of its own.'), ('busy', 'The site asked us to come later.'), ('people_only', 'The site lets no program in. Please open it yourself now and then.'), ('odd_answer', 'The site answers in a way that we do not understand.'), ('no_such_host', 'There is no site of this name, or its name cannot be looked up now.'), ('no_connection', 'The site cannot be reached.'), ('too_slow', 'The site takes too long to answer.'), ('certificate', 'The site does not prove who it is: its certificate is wrong or has expired.'), ('loop', 'The site sends its readers round in a circle.'), ('redirects', 'The site sends its readers on and on.'), ('not_https', 'It does not begin with https://, so others can read and change what is sent.'), ('credentials', 'It holds a user name or a password.'), ('port', 'It names a port; only the usual one of websites is opened.'), ('private', 'It leads into a private network, which visitors cannot reach.'), ('unreadable', 'It is not a full address.')], max_length=20, verbose_name='reason')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='answer of the site')),
                ('leads_to', models.CharField(blank=True, max_length=2000, verbose_name='leads to')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='checked at')),
                ('failed_since', models.DateTimeField(blank=True, null=True, verbose_name='fails since')),
                ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='failed checks')),
                ('failed_on', models.DateField(blank=True, null=True)),
                ('next_check_at', models.DateTimeField(verbose_name='next check')),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['address'],
                'permissions': [('check_link', 'Can have links checked again')],
                'indexes': [models.Index(fields=['next_check_at'], name='links_to_check'), models.Index(fields=['state', 'failed_since'], name='links_by_state')],
            },
        ),
        migrations.CreateModel(
            name='LinkUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=80)),
                ('row', models.PositiveBigIntegerField()),
                ('field', models.CharField(max_length=80)),
                ('code', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('owner_model', models.CharField(max_length=80)),
                ('owner_row', models.PositiveBigIntegerField()),
                ('owner_name', models.CharField(max_length=200, verbose_name='where')),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='links.link', verbose_name='link')),
            ],
            options={
                'verbose_name': 'use of a link',
                'verbose_name_plural': 'uses of links',
                'ordering': ['owner_name', 'model', 'row', 'field', 'code'],
                'constraints': [models.UniqueConstraint(fields=('link', 'model', 'row', 'field', 'code'), name='link_is_used_once_in_a_field')],
            },
        ),
    ]
