"""What this app declares: that every migrate writes the rights of the roles."""

from django.db.models.signals import post_migrate

from cic_portal.home.rights import after_migrate

post_migrate.connect(after_migrate, dispatch_uid="cic_portal.home.rights")
