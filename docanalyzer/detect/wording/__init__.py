"""Words in context: one search for the phrases of all rules, and what surrounds each hit."""
