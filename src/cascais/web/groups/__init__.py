"""Joint and regional plans: groups of members with a common inventory and targets."""
