"""Addresses of customers' files."""

from django.urls import path

from doorstep.files.web import content, views

app_name = "files"
urlpatterns = [
    path("customers/<int:client_id>/files/", views.panel, name="panel"),
    path("customers/<int:client_id>/files/upload/", views.upload, name="upload"),
    path("files/<int:file_id>/", views.show, name="show"),
    path("files/<int:file_id>/edit/", views.edit, name="edit"),
    path("files/<int:file_id>/delete/", views.delete, name="delete"),
    path("files/<int:file_id>/restore/", views.restore, name="restore"),
    path("files/<int:file_id>/original/", content.original, name="original"),
    path("files/<int:file_id>/preview/", content.preview, name="preview"),
    path("files/<int:file_id>/thumbnail/", content.thumbnail, name="thumbnail"),
    path("files/link/<str:secret>/", content.link, name="link"),
]
