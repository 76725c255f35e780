"""Cells to values: dates, urgency and secrecy labels, words that mean nothing."""
