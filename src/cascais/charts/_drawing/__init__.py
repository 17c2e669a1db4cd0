"""What all charts share: the record, the palette, the theme, the number formats and a few drawing parts."""
