"""Who works where, what for, and where they are today."""
