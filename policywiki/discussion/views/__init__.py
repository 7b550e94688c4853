"""The pages of a discussion: writing, reading, what one does with a comment, arguments."""
