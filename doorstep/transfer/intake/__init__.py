"""Bringing customers in from a spreadsheet.

The way of a row: `cleaning` reads it (no database), `matching` finds whom it resembles (five indexed queries
per chunk), `deciding` says what becomes of it by the person's rules, `creating` and `updating` write whole
chunks, `kind` is the long-running work around them, `dry` tells without writing, `answering` decides on what
was asked, `undoing` takes it back.
"""
