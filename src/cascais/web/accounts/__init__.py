"""Who may edit what, and signing in."""
