"""PostgreSQL with the history."""
