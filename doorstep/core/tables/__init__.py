"""Spreadsheets: read whatever people upload, write what they download, guess which column is which."""

from doorstep.core.tables.columns import FieldSpec, Guess, guess_mapping
from doorstep.core.tables.contents import Kind
from doorstep.core.tables.delimiters import DELIMITERS
from doorstep.core.tables.encodings import ENCODINGS
from doorstep.core.tables.limits import Limits, TableRefused
from doorstep.core.tables.reading import Row, Table, open_table
from doorstep.core.tables.workbook_writing import write_xlsx
from doorstep.core.tables.writing import Value, write_csv

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "FieldSpec",
    "Guess",
    "Kind",
    "Limits",
    "Row",
    "Table",
    "TableRefused",
    "Value",
    "guess_mapping",
    "open_table",
    "write_csv",
    "write_xlsx",
]
