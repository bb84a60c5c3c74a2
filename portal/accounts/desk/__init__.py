"""The administrator's pages: units, people, posts."""
