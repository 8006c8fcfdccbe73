"""The names of this app's runs (config/runs.py)."""

SCAN = "duplicates.scan"
MANY = "duplicates.merge"
