"""The models of the site, gathered for Django."""

from portal.site.data.models import DataPackage
from portal.site.subscriptions.models import Subscriber, Subscription

__all__ = ["DataPackage", "Subscriber", "Subscription"]
