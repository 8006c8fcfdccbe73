"""Taking data out: a list of customers as a spreadsheet, the whole workspace as an archive."""
