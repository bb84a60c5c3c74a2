"""Campaigns: what the office sends to people it chooses on a day it sets."""
