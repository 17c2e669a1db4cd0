"""Climate justice: support projects with indigenous partners, and procurement pledges."""
