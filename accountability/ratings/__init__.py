"""Windows and stations rated by those they served."""
