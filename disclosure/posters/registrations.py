"""What posters register with the rest of the portal."""

from disclosure.notices.registry.followers import FOLLOWERS, Follower, Phase
from disclosure.notices.registry.pages import EDITION_LINKS, NOTICE_COPIES, Links
from disclosure.posters.actions import enqueue_posters
from disclosure.posters.presenters import desk_links, public_copies

FOLLOWERS.register(Follower(key="posters", phase=Phase.ENQUEUE, published=enqueue_posters))
NOTICE_COPIES.register(Links("posters", 10, public_copies))
EDITION_LINKS.register(Links("posters", 10, desk_links))
