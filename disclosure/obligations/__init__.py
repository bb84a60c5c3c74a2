"""What is owed, and what came of it."""
