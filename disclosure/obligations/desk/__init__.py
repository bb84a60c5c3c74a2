"""The desk's pages of obligations."""
