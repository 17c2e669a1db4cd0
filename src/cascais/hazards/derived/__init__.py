"""Daily variables that follow from others, before any index is computed: fire weather and humid heat."""
