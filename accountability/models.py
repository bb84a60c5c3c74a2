"""The models of every room, gathered for Django. Nobody imports from here."""
