"""Running the site: jobs, backups, health, checks of the installation."""
