"""A member's whole data as one archive, out and in."""
