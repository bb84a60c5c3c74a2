"""The inbox, what was sent, and what messages say."""

from django.urls import path

from portal.desk.steps import steps
from portal.messaging.campaigns import desk as campaigns
from portal.messaging.views import deliveries, inbox, wordings

app_name = "messages_desk"
urlpatterns = [
    path("campaigns/", campaigns.Campaigns.as_view(), name="campaigns"),
    path("campaigns/new/", campaigns.NewCampaign.as_view(), name="new_campaign"),
    path("campaigns/<int:pk>/", campaigns.CampaignPage.as_view(), name="campaign"),
    *steps("campaigns", campaigns.Cancel, namespace="messages_desk"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/wishes/", inbox.wishes, name="wishes"),
    path("inbox/<int:pk>/", inbox.open_message, name="message"),
    path("inbox/<int:pk>/read/", inbox.read, name="read"),
    path("messages/", deliveries.deliveries, name="deliveries"),
    path("messages/retry/", deliveries.retry_failed, name="retry_failed"),
    path("messages/<int:pk>/retry/", deliveries.retry, name="retry"),
    path("wordings/", wordings.wordings, name="wordings"),
    path("wordings/<slug:kind>/", wordings.wording, name="wording"),
]
