"""Responsibility letters: issued down the cascade, signed, and their duties reported and measured."""
