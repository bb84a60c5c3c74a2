"""Village money on paper: reading ledgers in the habits of offices, and the rules they must keep.

Pure Python: nothing here knows a model, a request or a setting. Only `messages` has translated texts.
"""
