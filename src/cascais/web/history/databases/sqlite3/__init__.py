"""SQLite with the history."""
