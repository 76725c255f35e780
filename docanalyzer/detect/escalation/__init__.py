"""层层加码: what a lower organ asks more of than the document it copied from."""
