"""Messages to people: the inbox, letters, short messages, and what became of each."""
