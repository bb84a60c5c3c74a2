"""What the town charges, how much and on what legal basis."""
