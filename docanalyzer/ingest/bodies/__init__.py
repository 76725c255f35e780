"""Texts of documents kept in files of their own: found for a row, and read."""
