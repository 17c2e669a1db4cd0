"""Links to the history, for pages of other apps."""
