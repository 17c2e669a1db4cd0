"""Outside sources: one module for each, which fetches or reads, parses, and names its source."""
