"""The digest: chosen proposals as a working paper for the table, in six formats."""
