"""Papers and what is set on them: pure measures and plain values."""
