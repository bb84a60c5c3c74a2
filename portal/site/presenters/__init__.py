"""What the site's own pages show."""
