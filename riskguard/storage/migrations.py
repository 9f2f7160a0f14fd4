"""The journal's schema: numbered steps in a straight line, each in one transaction, with a copy of the file before it.

A table or column that `models` gets needs a step here, and SCHEMA_VERSION in `models` the number of the last one.
A step never changes once it was released: it is written in SQL, for the models move on.
"""

from collections.abc import Callable
from dataclasses import dataclass

from peewee import OperationalError

from riskguard.storage.models import ALL_TABLES, SCHEMA_VERSION, database
from riskguard.storage.rows import meta, put_meta
from riskguard.storage.troubles import misfit


@dataclass(frozen=True, slots=True)
class Step:
    """Leads from the schema before to schema `to`."""

    to: int
    what: str
    statements: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step(
        2,
        "the keyed chain over what is in force",
        (
            'CREATE TABLE "chain_row" ("number" INTEGER NOT NULL PRIMARY KEY, "name" VARCHAR(255) NOT NULL,'
            ' "body" TEXT, "code" VARCHAR(255) NOT NULL)',
        ),
    ),
)


def schema_found() -> int:
    """The schema of the open journal; 0 for one without tables, ValueError for what is no journal."""
    tables = database.get_tables()
    if not tables:
        return 0
    if "meta" not in tables:
        raise ValueError("it is a database, but no journal of RiskGuard")
    return int(meta("schema_version") or 0)


def migrate(found: int, copy_before: Callable[[int], None], steps: tuple[Step, ...] = STEPS) -> None:
    """Bring the open journal of schema `found` to the present one; `copy_before` gets the schema it is copied at.

    A kill leaves the schema before or after a step, never between. ValueError where the tables are not those of the
    schema that the file names.
    """
    if found == 0:
        with database.atomic():
            database.create_tables(ALL_TABLES)
            put_meta("schema_version", str(SCHEMA_VERSION))
        return
    for step in steps:
        if step.to <= found:
            continue
        copy_before(step.to - 1)
        try:
            _take(step)
        except OperationalError as error:
            if misfit(error):
                raise ValueError(f"its tables are not those of schema {step.to - 1}: {error}") from error
            raise


def _take(step: Step) -> None:
    with database.atomic():
        for statement in step.statements:
            database.execute_sql(statement)
        put_meta("schema_version", str(step.to))
