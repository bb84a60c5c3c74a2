"""The inbox, what was sent, what messages say, and campaigns."""

from django.urls import path

from portal.desk.steps import steps
from portal.messaging.campaigns import desk as campaigns
from portal.messaging.desk import deliveries, inbox, wordings

app_name = "messages_desk"
urlpatterns = [
    path("inbox/", inbox.Inbox.as_view(), name="inbox"),
    path("inbox/read/", inbox.ReadAll.as_view(), name="read_all"),
    path("inbox/wishes/", inbox.Wishes.as_view(), name="wishes"),
    path("inbox/<int:pk>/", inbox.OpenMessage.as_view(), name="message"),
    path("inbox/<int:pk>/read/", inbox.ReadMessage.as_view(), name="read"),
    path("messages/", deliveries.Deliveries.as_view(), name="deliveries"),
    path("messages/retry/", deliveries.RetryFailed.as_view(), name="retry_failed"),
    path("messages/<int:pk>/retry/", deliveries.Retry.as_view(), name="retry"),
    path("wordings/", wordings.Wordings.as_view(), name="wordings"),
    path("wordings/<slug:kind>/", wordings.WordingPage.as_view(), name="wording"),
    path("wordings/<slug:kind>/reset/", wordings.ResetWording.as_view(), name="reset_wording"),
    path("campaigns/", campaigns.Campaigns.as_view(), name="campaigns"),
    path("campaigns/new/", campaigns.NewCampaign.as_view(), name="new_campaign"),
    path("campaigns/<int:pk>/", campaigns.CampaignPage.as_view(), name="campaign"),
    *steps("campaigns", campaigns.Cancel, namespace="messages_desk"),
]
