"""Targets: which one binds a unit and period, and the file that sets them."""
