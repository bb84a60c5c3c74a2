"""Land and property that a village lets, transfers or contracts out."""
