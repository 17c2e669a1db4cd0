"""Lists of members that a secretariat brings in: who is known already, who is new, who has to be looked at."""
