"""What the pages of the sign-in need beyond the tags of `gongkai`."""

from django import template
from django.utils.safestring import SafeString

from portal.core.charts import qr_svg

register = template.Library()


@register.simple_tag
def qr_code(text: str, title: str) -> SafeString:
    """Draw an address to be scanned; `title` is read aloud in its place."""
    return qr_svg(text, title=title)
