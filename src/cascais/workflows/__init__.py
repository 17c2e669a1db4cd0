"""What a user can ask for; page, API and command line call the same functions."""
