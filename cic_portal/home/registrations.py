"""What this app, the last one, declares: that every migrate writes the rights of the roles."""

from django.db.models.signals import post_migrate

from cic_portal.editing.library_internals import forget_known_relations
from cic_portal.home.rights import after_migrate

post_migrate.connect(after_migrate, dispatch_uid="cic_portal.home.rights")
# By now every app has declared its histories. What Django has worked out of relations before knows nothing of their
# tables: removing an account would leave its number in them.
forget_known_relations()
