"""Notice boards and what is posted on them."""
