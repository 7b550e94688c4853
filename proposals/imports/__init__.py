"""Readers of other registers' proposals: files in, plain arrivals out. No database."""
