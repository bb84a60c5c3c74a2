"""Statements of receipts and payments."""
