"""The desk's pages of integrity."""
