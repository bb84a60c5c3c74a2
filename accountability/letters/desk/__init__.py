"""Letters on the desk."""
