"""The year in one report, the secretary's year, and the table of risks."""
