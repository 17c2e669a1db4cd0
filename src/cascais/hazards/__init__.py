"""Climate hazards: indices from daily weather, means over municipalities, extremes and trends."""
