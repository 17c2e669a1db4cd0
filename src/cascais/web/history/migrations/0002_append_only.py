"""The database itself refuses to change or remove an entry."""

from django.db import migrations

from cascais.web.history.databases import guard


def protect(apps, schema_editor):
    statements = guard.SQLITE_GUARD if schema_editor.connection.vendor == "sqlite" else guard.POSTGRESQL_GUARD
    for statement in statements:
        schema_editor.execute(statement, params=None)


def release(apps, schema_editor):
    statements = guard.SQLITE_OFF if schema_editor.connection.vendor == "sqlite" else guard.POSTGRESQL_REMOVAL
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
