"""The annual plan beside what was issued."""
