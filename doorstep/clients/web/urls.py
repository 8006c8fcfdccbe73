"""Addresses of places and contacts."""

from django.urls import path

from doorstep.clients.web import contacts, parties, properties

app_name = "clients"
urlpatterns = [
    path("properties", properties.index, name="all-properties"),
    path("customers/<int:client_id>/properties/panel", properties.panel, name="properties"),
    path("customers/<int:client_id>/properties/new", properties.create, name="property-create"),
    path("properties/<int:property_id>/edit", properties.edit, name="property-edit"),
    path("properties/<int:property_id>/primary", properties.make_primary, name="property-primary"),
    path("properties/<int:property_id>/delete", properties.delete, name="property-delete"),
    path("properties/<int:property_id>/parties/new", parties.create, name="party-create"),
    path("parties/<int:party_row_id>/edit", parties.edit, name="party-edit"),
    path("parties/<int:party_row_id>/delete", parties.delete, name="party-delete"),
    path("customers/<int:client_id>/contacts/panel", contacts.panel, name="contacts"),
    path("customers/<int:client_id>/contacts/new", contacts.create, name="contact-create"),
    path("contacts/<int:contact_id>/edit", contacts.edit, name="contact-edit"),
    path("contacts/<int:contact_id>/delete", contacts.delete, name="contact-delete"),
]
