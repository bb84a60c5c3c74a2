"""The tables of integrity."""
