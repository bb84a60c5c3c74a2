"""Pages for those who answer for what the portal sends."""

from portal.desk.views import DeskView
from portal.messaging.policies import answers_for_messages


class SendersView(DeskView):
    """A page of the desk that does not exist for whoever is neither publisher nor administrator."""

    def exists_for_actor(self) -> bool:
        return answers_for_messages(self.actor, at=self.at)
