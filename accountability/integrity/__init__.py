"""Integrity talks, education, pledges, gifts, checklists and reminders."""
