"""Windows and their ratings on the desk."""
