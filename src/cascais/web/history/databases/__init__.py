"""Django's databases, with what sees changes and writes the history."""
