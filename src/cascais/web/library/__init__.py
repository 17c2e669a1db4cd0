"""Published tables, the glossary, and what is said about the data."""
