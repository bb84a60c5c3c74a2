"""Rules of cases: secret codes, what gives a sender away, how alike texts are, time limits."""
