"""One file for each topic that the doctor looks at."""
