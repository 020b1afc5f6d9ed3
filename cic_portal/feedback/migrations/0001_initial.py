import cic_portal.languages
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(help_text='Without the language.', max_length=300, verbose_name='page')),
                ('language', models.CharField(choices=cic_portal.languages.choices, max_length=2, verbose_name='language')),
                ('is_helpful', models.BooleanField(verbose_name='helpful')),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='comment')),
                ('rated_on', models.DateField(verbose_name='day')),
            ],
            options={
                'verbose_name': 'answer about a page',
                'verbose_name_plural': 'answers about pages',
                'ordering': ['-rated_on', '-pk'],
                'indexes': [models.Index(fields=['path', 'language'], name='ratings_of_a_page')],
            },
        ),
        migrations.CreateModel(
            name='TranslationWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=300, verbose_name='page')),
                ('language', models.CharField(choices=cic_portal.languages.choices, max_length=2, verbose_name='language')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='how often')),
                ('last_on', models.DateField(verbose_name='last on')),
            ],
            options={
                'verbose_name': 'wanted translation',
                'verbose_name_plural': 'wanted translations',
                'ordering': ['-count', 'path'],
                'constraints': [models.UniqueConstraint(fields=('path', 'language'), name='one_wish_for_a_page_and_language')],
            },
        ),
    ]
