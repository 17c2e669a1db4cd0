"""Tags of the pages of an inventory."""
