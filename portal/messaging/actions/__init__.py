"""Every write about messages. What the apps call stands here by name."""

from portal.messaging.actions.deliveries import send_due, write_letter
from portal.messaging.actions.reminders import remind

__all__ = ["remind", "send_due", "write_letter"]
