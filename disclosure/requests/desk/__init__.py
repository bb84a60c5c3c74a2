"""The desk's pages of requests."""
