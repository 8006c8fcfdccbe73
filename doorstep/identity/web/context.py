"""What the pages about signing in need to know beyond allauth's own."""

import ipaddress
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse

_ACCOUNT = "/account/"


def passkeys(request: HttpRequest) -> dict[str, str]:
    """`passkey_address`: where passkeys work, when this page is on a bare IP address of this machine.

    Browsers bind a passkey to a name and refuse addresses; for this machine the name is "localhost".
    """
    if not request.path.startswith(_ACCOUNT):
        return {}
    host, port = split_domain_port(request.get_host())
    try:
        is_this_machine = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return {}
    if not is_this_machine:
        return {}
    place = f"{request.scheme}://localhost{':' if port else ''}{port}{reverse('account_login')}"
    # Sessions do not follow to another name, so one signs in there, and goes on where one was going.
    return {"passkey_address": f"{place}?{urlencode({'next': _going_to(request)})}"}


def _going_to(request: HttpRequest) -> str:
    return request.get_full_path() if request.user.is_authenticated else request.GET.get("next", "/")
