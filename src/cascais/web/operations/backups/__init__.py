"""Backups: one file with the database and the kept files, checked before it takes the place of anything."""
