"""Statements and the ledgers they are made from."""
