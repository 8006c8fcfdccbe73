"""Addresses of duplicates and merges."""

from django.urls import path

from doorstep.duplicates.web import merges, pairs

app_name = "duplicates"

urlpatterns = [
    path("duplicates", pairs.index, name="list"),
    path("duplicates/scan", pairs.scan, name="scan"),
    path("duplicates/merge", pairs.merge_all, name="merge-all"),
    path("duplicates/<int:pair_id>/dismiss", pairs.dismiss, name="dismiss"),
    path("duplicates/<int:pair_id>/reopen", pairs.reopen, name="reopen"),
    path("duplicates/merges", merges.index, name="merges"),
    path("duplicates/merges/<int:merge_id>", merges.page, name="merge-page"),
    path("duplicates/merges/<int:merge_id>/undo", merges.undo, name="undo"),
    path("customers/<int:customer_id>/merge", merges.choose, name="choose"),
    path("customers/<int:customer_id>/merge/<int:other_id>", merges.merge, name="merge"),
]
