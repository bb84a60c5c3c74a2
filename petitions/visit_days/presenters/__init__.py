"""Visit days as pages and papers show them."""
