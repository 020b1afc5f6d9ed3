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
            name='AccessRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_name', models.CharField(max_length=150, verbose_name='who')),
                ('action', models.CharField(choices=[('list', 'saw a list'), ('view', 'saw one entry'), ('export', 'exported'), ('erase', 'erased')], max_length=10, verbose_name='what')),
                ('subject', models.CharField(max_length=120, verbose_name='of what')),
                ('object_id', models.CharField(blank=True, max_length=40, verbose_name='entry')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='how many')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
            ],
            options={
                'verbose_name': 'access to personal data',
                'verbose_name_plural': 'access to personal data',
                'ordering': ['-at', '-pk'],
                'permissions': [('handle_person', 'Can find, export and erase what is known of one person')],
            },
        ),
    ]
