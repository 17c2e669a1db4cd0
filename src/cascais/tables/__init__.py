"""Published figures with their sources, and their readers."""
