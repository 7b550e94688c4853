"""Was this page useful? Yes or no from readers, once each; counts for the people who work on the pages, not public."""
