"""Finding what is the same, or alike, across languages and scripts."""
