"""An edition as files to take away."""
