"""Spotted mistakes (挑错): one box beside every section; a moderator makes a change of it, its reporter credited."""
