"""The account as which the portal acts on its own; nobody can sign in with it."""

from django.db import migrations


def add(apps, schema_editor):
    user = apps.get_model("accounts", "User")
    user.objects.get_or_create(
        username="system",
        defaults={"name_zh": "系统", "name_en": "The portal", "is_system": True, "password": "!"},
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
