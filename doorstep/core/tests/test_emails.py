import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.core.emails import Email, read_email, split_emails


@pytest.mark.parametrize(
    ("typed", "address", "key"),
    [
        ("bob@example.com", "bob@example.com", "bob@example.com"),
        (" Bob.Smith@Example.COM ", "Bob.Smith@example.com", "bob.smith@example.com"),
        ("Bob Smith <bob@x.com>", "bob@x.com", "bob@x.com"),
        ("mailto:bob@x.com", "bob@x.com", "bob@x.com"),
        ("'bob@x.com',", "bob@x.com", "bob@x.com"),
        ("o'neil+crm@x.co.uk", "o'neil+crm@x.co.uk", "o'neil+crm@x.co.uk"),
        ("é@exämple.com", "é@exämple.com", "é@exämple.com"),
        ("a@xn--exmple-cua.com", "a@exämple.com", "a@exämple.com"),
    ],
)
def test_an_address_is_read_and_compared_without_case(typed, address, key):
    assert read_email(typed) == Email(address, key)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "no e-mail address here"),
        ("bob", "no @"),
        ("bob@", "missing"),
        ("@x.com", "missing"),
        ("a@b.com, c@d.com", "more than one"),
        ("a b@c.com", "a space"),
        ("bob@localhost", "no ending"),
        ("bob@x..com", "cannot|written to"),
        ("bob.@x.com", "written to"),
        ("bob@printer.local", "written to"),
        ("b" * 65 + "@x.com", "written to"),
        ("bob@" + "x" * 64 + ".com", "written to"),
    ],
)
def test_what_is_no_address_is_refused_in_plain_words(typed, reason):
    with pytest.raises(ValueError, match=reason):
        read_email(typed)


@pytest.mark.parametrize(
    ("cell", "addresses"),
    [
        ("a@b.com; c@d.com, e@f.com|g@h.com", ["a@b.com", "c@d.com", "e@f.com", "g@h.com"]),
        ("a@b.com c@d.com\ne@f.com / g@h.com", ["a@b.com", "c@d.com", "e@f.com", "g@h.com"]),
        ("Smith, Bob <a@b.com>; Sue <c@d.com>", ["a@b.com", "c@d.com"]),
        (" a@b.com; ", ["a@b.com"]),
        ("none", ["none"]),
        (" ; ", []),
    ],
)
def test_several_addresses_in_one_cell_are_told_apart(cell, addresses):
    assert split_emails(cell) == addresses


@given(st.text() | st.emails())
def test_any_text_is_read_or_refused(typed):
    split_emails(typed)
    try:
        email = read_email(typed)
    except ValueError:
        return
    assert read_email(email.address).key == email.key
