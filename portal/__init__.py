"""The site: everything the three apps stand on, and what puts them together."""
