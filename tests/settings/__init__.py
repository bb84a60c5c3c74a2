"""Tests of `portal.settings`."""
