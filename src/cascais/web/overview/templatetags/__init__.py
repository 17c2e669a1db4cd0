"""Tags of the network pages."""
