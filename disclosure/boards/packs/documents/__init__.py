"""A pack of posters: every poster made, then all of them bound behind the sheet they are checked off on."""
