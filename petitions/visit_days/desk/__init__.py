"""Visit days on the desk."""
