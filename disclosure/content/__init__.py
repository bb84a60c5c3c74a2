"""Forms of notice, a folder each."""
