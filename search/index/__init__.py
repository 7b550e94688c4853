"""The embedded index: what is written, by whom, and how it is read. Nothing outside `search` imports this."""
