"""Photos that people add to what they suggest or propose: made harmless, looked at by a moderator, then shown."""
