"""All members in one view: map, table, what is due, totals."""
