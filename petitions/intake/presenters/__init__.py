"""A petition as its sender sees it."""
