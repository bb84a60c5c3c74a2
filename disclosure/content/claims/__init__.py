"""What others owe the village, and what it owes others."""
