"""The desk's pages of petitions."""
