from django.contrib.auth import get_user_model
from django.db import transaction


@transaction.atomic
def give_local_login(*, username, password):
    """Create a member of staff with every right, or give an existing one this password. For a local machine only."""
    user, _created = get_user_model().objects.get_or_create(
        username=username, defaults={"is_staff": True, "is_superuser": True}
    )
    user.set_password(password)
    user.save(update_fields=["password"])
    return user
