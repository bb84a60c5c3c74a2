"""Tests of requests for information."""
