"""Who lives where, as far as a vote may depend on it: proved in one of several ways, kept without the proof."""
