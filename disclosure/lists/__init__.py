"""What forms of notice that are lists are made of: each declares its line, and what the columns are called."""
