"""Campaigns: what the office tells people it chooses on a day it sets."""
