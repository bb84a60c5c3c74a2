"""The balance sheet of a village's collective economic organisation."""
