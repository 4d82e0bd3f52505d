"""The base of all tables and the column types that behave alike on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, Integer, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

BIG = BigInteger().with_variant(Integer, "sqlite")

# no lengths: a text longer than expected must not stop the server at one commit (sync.md I9)
Id = Annotated[str, mapped_column(String)]
IdKey = Annotated[str, mapped_column(String(26), primary_key=True)]
Hash = Annotated[str, mapped_column(String(43))]
HashKey = Annotated[str, mapped_column(String(43), primary_key=True)]
OpKey = Annotated[str, mapped_column(String(64), primary_key=True)]
Code = Annotated[str, mapped_column(String)]
Text = Annotated[str, mapped_column(String)]
Date = Annotated[str, mapped_column(String)]
Big = Annotated[int, mapped_column(BIG)]
RowKey = Annotated[int, mapped_column(BIG, primary_key=True, autoincrement=True)]
Raw = Annotated[bytes, mapped_column(LargeBinary)]


class Base(DeclarativeBase):
    """Every table of the store."""
