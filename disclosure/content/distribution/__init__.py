"""How a village's surplus of the year was made and distributed."""
