"""The tasks of every room, gathered for Celery. Each fetches by key and calls one action, and may run twice."""

__all__: list[str] = []
