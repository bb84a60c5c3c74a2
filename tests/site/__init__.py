"""Tests of `portal.site`."""
