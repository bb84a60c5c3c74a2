"""What is written about boards."""
