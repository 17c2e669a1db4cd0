"""Inventories: activity × factor → emissions by gas, their uncertainty, checks and explanations."""
