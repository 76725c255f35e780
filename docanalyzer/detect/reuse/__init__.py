"""Copying from above: which document takes which passages from which, and whether it says so."""
