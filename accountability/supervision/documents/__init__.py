"""Supervision on paper."""
