"""Addresses of the jobs' panel and forms."""

from django.urls import path

from doorstep.jobs.web import views

app_name = "jobs"

urlpatterns = [
    path("customers/<int:customer_id>/jobs/", views.panel, name="panel"),
    path("customers/<int:customer_id>/jobs/new/", views.create, name="create"),
    path("jobs/<int:job_id>/edit/", views.edit, name="edit"),
    path("jobs/<int:job_id>/reschedule/", views.reschedule, name="reschedule"),
    path("jobs/<int:job_id>/complete/", views.complete, name="complete"),
    path("jobs/<int:job_id>/abort/", views.abort, name="abort"),
    path("jobs/<int:job_id>/cancel/", views.cancel, name="cancel"),
    path("jobs/<int:job_id>/reopen/", views.reopen, name="reopen"),
]
