"""The demonstration: real cities from their own action plans, three people, and the site on one's own machine."""
