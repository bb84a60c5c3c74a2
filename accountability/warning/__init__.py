"""Early warning: units by risk, and the secretary's year on one screen."""
