"""Rules, bulletins and the guide to disclosure, who is in charge of it, and where errands are done."""
