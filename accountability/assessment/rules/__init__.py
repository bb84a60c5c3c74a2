"""How is scored: pure Python."""
