"""The desk's pages of boards."""
