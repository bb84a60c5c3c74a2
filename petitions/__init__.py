"""Petitions, visit days, replies, outcomes and their figures."""
