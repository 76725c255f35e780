"""Documents counted by unit and period, held against what the register covers."""
