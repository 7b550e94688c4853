"""The common vote on several proposals of a call: by scores, by order, or with a budget."""
