"""The desk's pages of notices."""
