"""Assessment on the desk."""
