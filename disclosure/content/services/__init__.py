"""What stations do for people: papers needed, how long it takes, what it costs."""
