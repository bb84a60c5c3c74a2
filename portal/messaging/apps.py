"""The app of messages."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Messages to people."""

    name = "portal.messaging"
    label = "messaging"
