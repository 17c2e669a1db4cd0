"""The register of networks: memberships, resolutions, national offices, fees."""
