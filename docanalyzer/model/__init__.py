"""Canonical tables, vocabularies, ids and faults; imports nothing else of ours."""
