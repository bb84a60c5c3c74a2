"""What belongs to a village, what it cost and what it is worth by the books."""
