"""What posters register with the rest of the portal."""

from disclosure.notices.registry import EDITION_LINKS, FOLLOWERS, NOTICE_COPIES, Follower, Links, Phase
from disclosure.posters.actions import enqueue_posters
from disclosure.posters.presenters import desk_links, public_copies

FOLLOWERS.register(Follower(key="posters", phase=Phase.ENQUEUE, published=enqueue_posters))
NOTICE_COPIES.register(Links("posters", 10, public_copies))
EDITION_LINKS.register(Links("posters", 10, desk_links))
