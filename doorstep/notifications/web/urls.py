"""Addresses of what a member was told."""

from django.urls import path

from doorstep.notifications.web import views

app_name = "notifications"
urlpatterns = [
    path("notifications", views.index, name="list"),
    path("notifications/count", views.count, name="count"),
    path("notifications/read", views.read_all, name="read-all"),
    path("notifications/choices", views.choices, name="choices"),
    path("notifications/<int:notification_id>", views.open_one, name="open"),
]
