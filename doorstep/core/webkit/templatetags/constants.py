"""Tags whose arguments are constants, worked out once rather than at each rendering.

A page has a hundred words, fifty icons and twenty addresses of files that are the same for everybody. The
usual tags resolve, localise and escape each of them every time, which was a third of a page's processor time.
These stand under the same names (settings.TEMPLATES); what is no constant goes to the usual ones.
"""

from django import template
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from doorstep.core.webkit.icons import icon_svg
from doorstep.core.webkit.templatetags import webkit

register = template.Library()


class Words(Node):
    """A template's own words, in the language of the reader."""

    child_nodelists = ()

    def __init__(self, words: str) -> None:
        # Catalogues have the percent signs of templates doubled.
        self.key = words.replace("%", "%%")

    def render(self, context: Context) -> SafeString:
        """The translation: our own text, so nothing to escape."""
        return mark_safe(gettext(self.key).replace("%%", "%"))  # noqa: S308  # words of our own


class StaticAddress(Node):
    """The address of one of our files. The manifest it is looked up in is read once, so this is too."""

    child_nodelists = ()

    def __init__(self, path: str) -> None:
        self.path = path
        self.address: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        """The address, with the file's hash in it."""
        if self.address is None:
            self.address = conditional_escape(StaticNode.handle_simple(self.path))
        return self.address


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """`{% translate "Add customer" %}`, as Django's."""
    node: TranslateNode = do_translate(parser, token)
    plain = len(token.split_contents()) == 2 and not node.filter_expression.filters
    words = getattr(node.filter_expression.var, "literal", None)
    return Words(words) if plain and isinstance(words, str) else node


@register.tag("static")
def static(parser: Parser, token: Token) -> Node:
    """`{% static "css/app.css" %}`, as Django's."""
    path = _constants(parser, token)
    return (
        StaticAddress(*path)
        if path is not None and len(path) == 1
        else StaticNode.handle_token(parser, token)
    )


@register.tag("icon")
def icon(parser: Parser, token: Token) -> Node:
    """`{% icon "users" "sm" %}`, see webkit: drawn when the template is read."""
    named = _constants(parser, token)
    return TextNode(icon_svg(*named)) if named else _usual_icon(parser, token)


_usual_icon = webkit.register.tags["icon"]


def _constants(parser: Parser, token: Token) -> list[str] | None:
    """The arguments of a tag if all are quoted texts that need no translation, else None."""
    found = []
    for bit in token.split_contents()[1:]:
        # "as" and label="…" are for the usual tag.
        if bit[0] not in {'"', "'"}:
            return None
        value = FilterExpression(bit, parser)
        if value.is_var or value.filters:
            return None
        found.append(str(value.var))
    return found
