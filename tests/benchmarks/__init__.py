"""`make bench`: how fast it is, on the real texts. The figures of docs/performance.md come from here."""
