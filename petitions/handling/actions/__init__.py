"""What is done with petitions: each step once, under its lock."""
