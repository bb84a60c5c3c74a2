"""The desk's pages of demands."""
