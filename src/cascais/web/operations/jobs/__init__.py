"""The jobs that belong to no other app, one a file."""
