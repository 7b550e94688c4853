"""Two rows that are written hundreds of times a second: the SQL is made once, each pair brings only its values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db import connections, router, transaction
from django.db.models import AutoField, Model
from django.db.models.constants import OnConflict


class PairOfRows:
    """A row of `first`, then one of `then`: both or neither, and no signals.

    Where `unique` is taken in `first`, the fields of `replaces` are written over. The second row gets its number
    only once the first is written and locked, so pairs with the same first row are numbered in their order.
    PostgreSQL gets them as one statement: no BEGIN and COMMIT to wait for.
    """

    def __init__(
        self, first: type[Model], then: type[Model], *, unique: Sequence[str], replaces: Sequence[str]
    ) -> None:
        self._models = first, then
        self._unique, self._replaces = unique, replaces
        self._statements: dict[str, list[str]] = {}

    def write(self, first: Model, then: Model) -> None:
        using = router.db_for_write(type(first))
        values = [self._values(row, using) for row in (first, then)]
        statements = self._statements.get(using) or self._made_for(using)
        if len(statements) == 1:
            with connections[using].cursor() as cursor:
                cursor.execute(statements[0], values[0] + values[1])
            return
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            for statement, these in zip(statements, values, strict=True):
                cursor.execute(statement, these)

    @cached_property
    def _fields(self) -> dict[type[Model], list[Any]]:
        """Of each table, what is written: everything but the number that the database gives."""
        return {
            model: [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
            for model in self._models
        }

    def _values(self, row: Model, using: str) -> list[Any]:
        connection = connections[using]
        return [
            field.get_db_prep_save(getattr(row, field.attname), connection=connection)
            for field in self._fields[type(row)]
        ]

    def _made_for(self, using: str) -> list[str]:
        connection = connections[using]
        (put, its), (into, marks) = (self._insert(model, using) for model in self._models)
        columns = {field.name: field.column for field in self._fields[self._models[0]]}
        over = connection.ops.on_conflict_suffix_sql(
            self._fields[self._models[0]],
            OnConflict.UPDATE,
            [columns[name] for name in self._replaces],
            [columns[name] for name in self._unique],
        )
        if connection.vendor == "postgresql":
            made = [
                f"WITH written AS ({put} VALUES ({its}) {over} RETURNING 1) {into} SELECT {marks} FROM written"
            ]
        else:
            made = [f"{put} VALUES ({its}) {over}", f"{into} VALUES ({marks})"]
        self._statements[using] = made
        return made

    def _insert(self, model: type[Model], using: str) -> tuple[str, str]:
        """INSERT INTO this table and its columns, and a %s for each of them."""
        quoted, fields = connections[using].ops.quote_name, self._fields[model]
        columns = ", ".join(quoted(field.column) for field in fields)
        return f"INSERT INTO {quoted(model._meta.db_table)} ({columns})", ", ".join(["%s"] * len(fields))
