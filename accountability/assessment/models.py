"""The tables of assessment."""
