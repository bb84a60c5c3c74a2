"""The desk's pages of the catalogue."""
