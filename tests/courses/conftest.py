import pytest
from django.contrib.auth.models import Permission


@pytest.fixture
def reception(client, django_user_model):
    """Somebody at the desk without any right; the function gives some."""
    user = django_user_model.objects.create_user("reception", password="correct horse battery", is_staff=True)
    client.force_login(user)

    def give(*names):
        user.user_permissions.add(*Permission.objects.filter(codename__in=names))
        return client

    return give
