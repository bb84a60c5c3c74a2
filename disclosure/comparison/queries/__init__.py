"""Reads of comparisons: two sides, sums of months and quarters, villages beside each other."""
