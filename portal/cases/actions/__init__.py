"""Everything that is done with a case, whatever its kind.

The app's step has asked its own policy and locked its own row before it calls these. Only what is private is asked
for here, in `reading`.
"""
