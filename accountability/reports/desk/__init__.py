"""The pages of the yearly report on the desk."""
