"""Signs that a vote may not be one person's free vote. They put it on a list for a person; until then it counts."""
