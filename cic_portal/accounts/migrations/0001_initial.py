import cic_portal.accounts.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('desk_language', models.CharField(choices=[('pl', 'Polski'), ('en', 'English')], default='pl', max_length=2, verbose_name='language of the desk')),
                ('languages', models.JSONField(blank=True, default=list, help_text='Translations into these languages may be saved, and into no other.', verbose_name='languages of a translator')),
                ('is_local_login', models.BooleanField(default=False, editable=False, verbose_name='local login')),
                ('session_generation', models.PositiveIntegerField(default=0, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'member of staff',
                'verbose_name_plural': 'staff',
                'abstract': False,
            },
            managers=[
                ('objects', cic_portal.accounts.models.StaffManager()),
            ],
        ),
        migrations.CreateModel(
            name='AuditRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='when')),
                ('action', models.CharField(choices=[('login', 'logged in'), ('login failed', 'wrong name or password'), ('locked out', 'locked out for a while'), ('logout', 'logged out'), ('session ended', 'session ended by its limit'), ('logged out everywhere', 'logged out everywhere'), ('code passed', 'gave the right code'), ('code failed', 'wrong code'), ('backup code used', 'used a backup code'), ('factor enrolled', 'set up the second factor'), ('factor removed', 'removed the second factor'), ('factor reset', 'second factor reset by an administrator'), ('codes renewed', 'made new backup codes'), ('password changed', 'changed the password'), ('password asked', 'asked for a new password'), ('password reset', 'set a new password by the link in a letter'), ('invited', 'invited'), ('invitation withdrawn', 'invitation withdrawn'), ('invitation accepted', 'followed the invitation'), ('account changed', 'account changed'), ('account deleted', 'account deleted')], max_length=30, verbose_name='what')),
                ('actor_name', models.CharField(blank=True, max_length=150, verbose_name='who')),
                ('subject_name', models.CharField(blank=True, max_length=150, verbose_name='whose account')),
                ('details', models.JSONField(default=dict, verbose_name='details')),
                ('network', models.CharField(blank=True, max_length=45, verbose_name='from where')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='whose account')),
            ],
            options={
                'verbose_name': 'record of the desk',
                'verbose_name_plural': 'records of the desk',
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None), _connector='OR'), name='invitation_is_accepted_or_withdrawn')],
            },
        ),
    ]
