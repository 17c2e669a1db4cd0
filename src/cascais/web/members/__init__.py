"""The register of members and the network pages."""
