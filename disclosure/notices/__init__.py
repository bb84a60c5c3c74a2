"""Notices and their editions: written, decided, published, corrected, withdrawn."""
