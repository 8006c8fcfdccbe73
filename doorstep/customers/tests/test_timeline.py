"""History in words."""

from doorstep.activity.models import Entry
from doorstep.clients.inputs import PhoneInput
from doorstep.customers.actions.update import update_customer
from doorstep.customers.tests.builders import make_customer, make_source, make_tag
from doorstep.customers.timeline import timeline
from doorstep.vocabulary.models import CustomField, CustomFieldOption


def _lines(actor, customer, **more):
    return timeline(actor=actor, client_id=customer.pk, with_money=True, **more)


def _said(line):
    return {one.label: (one.old, one.new) for one in line.differences}


def _entry(actor, customer, kind, data, subject_kind=""):
    return Entry.objects.create(
        workspace=actor.workspace, kind=kind, actor_name="Dana", via="web", client_id=customer.pk, data=data,
        subject_kind=subject_kind,
    )  # fmt: skip


def test_an_edit_is_told_with_names_choices_amounts_and_days(csr, manager, workspace):
    fee = CustomField.objects.create(workspace=workspace, on="customer", key="fee", label="Fee", kind="money")
    heat = CustomField.objects.create(
        workspace=workspace, on="customer", key="h", label="Heating", kind="choice"
    )
    CustomFieldOption.objects.create(workspace=workspace, field=heat, key="gas", label="Natural gas")
    customer = make_customer(csr, last_name="Doe", phones=("303 555 0100",))
    update_customer(
        actor=csr, customer_id=customer.pk, version=1,
        fields={"last_name": "Roe", "source_id": make_source(workspace).pk, "accepts_sms": False,
                "assigned_to_id": manager.membership_id, "billing_frequency": "monthly"},
        phones=[PhoneInput(typed="303 555 0199")], tag_ids=[make_tag(workspace).pk],
        custom={fee.key: "12.5", heat.key: "gas"},
    )  # fmt: skip
    said = _said(_lines(csr, customer)[0][0])
    assert said["Last name"] == ("Doe", "Roe")
    assert said["Source"] == ("–", "Google")
    assert said["Assigned to"] == (csr.name, manager.name)
    assert said["Text messages"] == ("yes", "no")
    assert said["Billing frequency"] == ("–", "Monthly")
    assert said["Phones"] == ("303 555 0100", "303 555 0199")
    assert said["Tags"] == ("–", "VIP")
    assert said["Fee"] == ("–", "$12.50")
    assert said["Heating"] == ("–", "Natural gas")


def test_a_kind_that_no_table_knows_and_values_that_are_gone_still_read(csr):
    customer = make_customer(csr)
    _entry(csr, customer, "drone.sent_out", {"changes": {"source_id": [None, 987654], "mystery": [1, None]}})
    line = _lines(csr, customer)[0][0]
    assert line.text == "Drone sent out"
    assert _said(line) == {"Source": ("–", "something that is gone"), "Mystery": ("1", "–")}


def test_empty_reasons_leave_no_ragged_end(csr):
    customer = make_customer(csr)
    _entry(csr, customer, "customer.made_dormant", {"reason": ""})
    _entry(csr, customer, "customer.assigned", {"member": ""})
    assert [line.text for line in _lines(csr, customer)[0]][:2] == ["Assigned to nobody", "Made dormant"]


def test_amounts_inside_an_edit_are_left_out_for_those_who_see_no_money(csr):
    customer = make_customer(csr)
    changes = {"price_cents": [100, 200], "title": ["A", "B"]}
    data = {"number": 7, "title": "B", "changes": changes}
    _entry(csr, customer, "job.updated", data, "jobs.job")
    with_money = timeline(actor=csr, client_id=customer.pk, with_money=True)[0][0]
    without = timeline(actor=csr, client_id=customer.pk, with_money=False)[0][0]
    assert ("$1.00", "$2.00") in _said(with_money).values()
    assert list(_said(without).values()) == [("A", "B")]


def test_paging_shows_each_line_once(csr, django_assert_max_num_queries):
    customer = make_customer(csr)
    for number in range(50):
        _entry(csr, customer, "customer.tagged", {"tag": str(number)})
    seen, before = [], None
    while True:
        with django_assert_max_num_queries(8):
            lines, before = _lines(csr, customer, before=before, size=20)
        seen += [line.text for line in lines]
        if before is None:
            break
    assert len(seen) == 51
    assert seen[0] == "Tagged “49”"
    assert seen[-1] == "Customer added"


def test_another_workspaces_history_is_not_there(csr, stranger):
    customer = make_customer(csr)
    assert _lines(stranger, customer) == ([], None)
