"""Homesteads applied for and approved."""
