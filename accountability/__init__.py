"""Responsibility letters, assessments, inspections, talks and the yearly reports."""
