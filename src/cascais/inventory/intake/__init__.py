"""From a sheet of cells to activities: forms are recognised, labels understood, numbers never guessed."""
