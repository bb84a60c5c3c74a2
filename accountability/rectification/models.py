"""The tables of rectification."""
