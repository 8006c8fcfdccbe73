"""Addresses of the lists in the settings."""

from django.urls import path

from doorstep.vocabulary.web import custom_fields, options, sources, tags

app_name = "vocabulary"
urlpatterns = [
    path("settings/tags/", tags.index, name="tags"),
    path("settings/tags/new/", tags.create, name="tag-create"),
    path("settings/tags/<int:tag_id>/", tags.edit, name="tag-edit"),
    path("settings/tags/<int:tag_id>/delete/", tags.delete, name="tag-delete"),
    path("settings/sources/", sources.index, name="sources"),
    path("settings/sources/new/", sources.create, name="source-create"),
    path("settings/sources/<int:source_id>/", sources.edit, name="source-edit"),
    path("settings/sources/<int:source_id>/move/", sources.move, name="source-move"),
    path("settings/sources/<int:source_id>/archive/", sources.archive, name="source-archive"),
    path("settings/sources/<int:source_id>/restore/", sources.restore, name="source-restore"),
    path("settings/custom-fields/", custom_fields.index, name="fields"),
    path("settings/custom-fields/new/", custom_fields.create, name="field-create"),
    path("settings/custom-fields/<int:field_id>/", custom_fields.edit, name="field-edit"),
    path("settings/custom-fields/<int:field_id>/move/", custom_fields.move, name="field-move"),
    path("settings/custom-fields/<int:field_id>/archive/", custom_fields.archive, name="field-archive"),
    path("settings/custom-fields/<int:field_id>/restore/", custom_fields.restore, name="field-restore"),
    path("settings/custom-fields/<int:field_id>/choices/", options.index, name="options"),
    path("settings/custom-fields/<int:field_id>/choices/new/", options.create, name="option-create"),
    path("settings/choices/<int:option_id>/", options.edit, name="option-edit"),
    path("settings/choices/<int:option_id>/archive/", options.archive, name="option-archive"),
    path("settings/choices/<int:option_id>/restore/", options.restore, name="option-restore"),
]
