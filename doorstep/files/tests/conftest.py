"""Each test has a files folder of its own."""

import pytest

from doorstep.customers.tests.builders import make_customer


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def customer(owner):
    return make_customer(owner)
