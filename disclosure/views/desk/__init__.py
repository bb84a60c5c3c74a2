"""Pages of the desk: notices and their steps, ledgers, the statement grid, the catalogue."""
