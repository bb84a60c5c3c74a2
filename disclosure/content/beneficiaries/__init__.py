"""Recipients of subsidies, relief and allowances: who gets what, by which standard."""
