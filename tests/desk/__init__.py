"""Tests of the desk's kit."""
