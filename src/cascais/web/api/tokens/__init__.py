"""The pages on which people make and revoke tokens."""
