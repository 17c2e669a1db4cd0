"""How texts, numbers, charts and states are shown."""
