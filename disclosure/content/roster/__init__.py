"""A plain list of names: members admitted, candidates, persons insured."""
