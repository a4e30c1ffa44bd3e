"""Tables of the audit, and the triggers that let rows only be added.

A later migration that alters one of these tables raises the guards anew at its end: SQLite rebuilds altered tables.
"""

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from daybreak_web.audit.guards import drop_guards, raise_guards


def guards_up(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """From here on rows are only added."""
    raise_guards(editor.connection)


def guards_down(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The tables are about to go."""
    drop_guards(editor.connection)


class Migration(migrations.Migration):
    """The first state."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('chain', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='CombinedHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('heads', models.JSONField(default=list)),
                ('line', models.CharField(max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('pk', models.CompositePrimaryKey(
                    'chain', 'sequence', blank=True, editable=False, primary_key=True, serialize=False)),
                ('chain', models.CharField(max_length=40)),
                ('sequence', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField(db_index=True)),
                ('actor', models.UUIDField(db_index=True, null=True)),
                ('role', models.CharField(blank=True, max_length=20)),
                ('act', models.CharField(db_index=True, max_length=60)),
                ('purpose', models.CharField(blank=True, max_length=60)),
                ('records', models.JSONField(default=list)),
                ('fields', models.JSONField(default=list)),
                ('commitments', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'audit entry',
            },
        ),
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('authority', models.URLField()),
                ('token', models.BinaryField()),
                ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='audit.combinedhead')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunPython(guards_up, guards_down),
    ]
