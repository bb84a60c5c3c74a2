"""Earmarked money: received, spent and left."""
