"""Pure rules of comparisons: two sides, sums of months and quarters, unusual changes."""
