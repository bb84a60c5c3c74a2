"""Being told by e-mail of what is published: who asked for what, the letter of a day, and leaving."""
