"""The way from a spreadsheet to an inventory, step by step."""
