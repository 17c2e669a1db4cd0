"""Climate of the members: stored results of climate indices, and the pages that show them."""
