"""What was changed by whom, in an append-only chain; and what was deleted and can be brought back."""
