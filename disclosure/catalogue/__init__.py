"""The catalogue: what is to be disclosed, how often, by whom and by when."""
