"""Write the next migration: what the tables of the program have and the last migration's schema lacks.

    .venv/bin/python installers/source/new_migration.py 0002 "what changes"

A released migration is never edited; this only drafts the next one, to be read before it is kept.
"""

from __future__ import annotations

import sys

from alembic.autogenerate import produce_migrations
from alembic.autogenerate import render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from yigongti_desktop.app.schema import METADATA
from yigongti_desktop.storage import migrate

SCRIPT = '''"""{title}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {former}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''


def main() -> int:
    """Write the draft and say where it is."""
    revision, title = sys.argv[1:3]
    folder = migrate.SCRIPTS / "versions"
    former = max((file.stem[:4] for file in folder.glob("[0-9]*.py")), default=None)
    with create_engine("sqlite://").connect() as connection:
        if former:
            migrate.run(connection, "upgrade", "head")
        changes = produce_migrations(MigrationContext.configure(connection), METADATA)
    up, down = changes.upgrade_ops, changes.downgrade_ops
    target = folder / f"{revision}_{title.replace(' ', '_')}.py"
    text = {"title": title.capitalize(), "revision": revision, "former": repr(former)}
    rendered = {
        "up": render_python_code(up, render_as_batch=True),
        "down": render_python_code(down, render_as_batch=True),
    }
    lines = SCRIPT.format(**text, **rendered).splitlines(keepends=True)
    target.write_text("".join(line for line in lines if " Alembic " not in line), encoding="utf-8")
    sys.stdout.write(f"{target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
