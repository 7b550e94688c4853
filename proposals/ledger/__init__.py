"""The public record of support and votes: its rows, the chain of their hashes, and how anyone checks both."""
