"""Notice boards and what hangs on them."""
