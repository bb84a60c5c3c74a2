"""The desk's pages of statements."""
