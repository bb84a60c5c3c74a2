"""The verbs of the stories of accountability, a module for each room."""
