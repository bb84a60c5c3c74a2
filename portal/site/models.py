"""The models of the site, gathered for Django."""

from portal.site.data.models import DataPackage

__all__ = ["DataPackage"]
