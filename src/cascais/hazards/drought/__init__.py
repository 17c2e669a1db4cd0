"""Drought: standardised precipitation (SPI) and precipitation–evapotranspiration (SPEI) indices."""
