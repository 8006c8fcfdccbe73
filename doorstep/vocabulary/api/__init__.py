"""REST: the workspace's own words: tags, sources, custom fields."""

from doorstep.vocabulary.api import fields, sources, tags

routers = [tags.router, sources.router, fields.router]
