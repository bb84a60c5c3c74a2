"""Reads of the yearly report: figures as they stand now, editions, and what the log and the search ask."""
