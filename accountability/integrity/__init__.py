"""Talks, education, meetings, pledges, checklists, ratings by those served, economic audits."""
