"""The inbox, what was sent, what messages say, and campaigns."""

from django.urls import path

from portal.desk.steps import steps
from portal.messaging.campaigns import desk as campaigns
from portal.messaging.desk import inbox, senders

app_name = "messages_desk"
urlpatterns = [
    path("inbox/", inbox.Inbox.as_view(), name="inbox"),
    path("inbox/read/", inbox.ReadAll.as_view(), name="read_all"),
    path("settings/", inbox.Preferences.as_view(), name="preferences"),
    path("inbox/<int:pk>/", inbox.OpenMessage.as_view(), name="message"),
    path("inbox/<int:pk>/read/", inbox.ReadMessage.as_view(), name="read"),
    path("messages/", senders.Deliveries.as_view(), name="deliveries"),
    path("messages/retry/", senders.RetryFailed.as_view(), name="retry_failed"),
    path("messages/<int:pk>/retry/", senders.Retry.as_view(), name="retry"),
    path("templates/", senders.MessageTemplates.as_view(), name="templates"),
    path("templates/<slug:kind>/", senders.MessageTemplatePage.as_view(), name="template"),
    path("templates/<slug:kind>/reset/", senders.ResetMessageTemplate.as_view(), name="reset_template"),
    path("campaigns/", campaigns.Campaigns.as_view(), name="campaigns"),
    path("campaigns/new/", campaigns.NewCampaign.as_view(), name="new_campaign"),
    path("campaigns/<int:pk>/", campaigns.CampaignPage.as_view(), name="campaign"),
    *steps("campaigns", campaigns.Cancel, namespace="messages_desk"),
]
