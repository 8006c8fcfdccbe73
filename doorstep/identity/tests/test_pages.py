"""The identity pages, each opened by somebody who may."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

PAGES = ["settings", "workspace", "sandbox", "members", "invite", "roles", "teams", "tokens", "account"]


@pytest.mark.parametrize("name", PAGES)
def test_an_owner_opens_every_page(name, owner, client_for):
    answer = client_for(owner).get(reverse(f"identity:{name}"))
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()
