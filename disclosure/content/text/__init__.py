"""Notices of text and files."""
