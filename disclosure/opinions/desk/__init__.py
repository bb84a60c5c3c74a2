"""The desk's pages of opinions."""
