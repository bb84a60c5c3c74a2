"""The inbox, what was sent, and what messages say."""

from django.urls import path

from portal.messaging.views import deliveries, inbox, wordings

app_name = "messages_desk"
urlpatterns = [
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
