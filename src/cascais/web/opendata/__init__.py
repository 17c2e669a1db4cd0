"""What is published, as files with a licence and a data dictionary."""
