"""Allocations: who was given how much."""
