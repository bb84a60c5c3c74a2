"""Tests of visit days."""
