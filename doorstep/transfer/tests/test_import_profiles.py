"""The exports of other systems, as they come."""

from datetime import date

import pytest

from doorstep.clients.models import Client, Property, PropertyParty
from doorstep.core.tables import guess_mapping
from doorstep.customers.models import Customer
from doorstep.runs.models import RunRow
from doorstep.transfer.intake.fields import field_specs
from doorstep.transfer.intake.plan import Plan
from doorstep.transfer.tests.builders import bring_in, outcomes, reasons, take_back, upload

Outcome = RunRow.Outcome

EXOSERVA = """first_name,last_name,business_name,phone,email,address,city,state,zip,source,tags
Maria,Lopez,,(303) 555-0147,maria@example.com,4120 W 38th Ave,Denver,CO,80212,Google,"VIP, Net 30"
,,Front Range HOA,3035550150,office@frontrange.example,1 Plaza,Boulder,CO,80301,Referral,
"""
JOBBER = """J-ID,Display Name,Company Name,Title,First Name,Last Name,Main Phone #s,E-mails,Tags,\
Lead Source,Created Date,\
Service Property Name,Service Street 1,Service Street 2,Service City,Service State,\
Service Zip Code,Service Country,\
Billing Street 1,Billing City,Billing State,Billing Zip Code,Archived,CFT[Gate]
1001,Jane Doe,,Ms.,Jane,Doe,617-555-0123,jane@example.com,VIP,Google,2023-04-05,Home,12 Elm St,,Cambridge,\
Massachusetts,02139,United States,PO Box 9,Boston,MA,02108,No,4711
1001,Jane Doe,,Ms.,Jane,Doe,617-555-0123,jane@example.com,VIP,Google,2023-04-05,Cabin,9 Lake Rd,,Concord,\
Massachusetts,01742,United States,PO Box 9,Boston,MA,02108,No,4711
1002,Acme Ltd,Acme Ltd,,Bob,Roe,617-555-0199,bob@acme.example,,,2022-01-02,,1 Main St,,Boston,MA,02108,\
United States,,,,,No,
"""
HOUSECALL = """First Name,Last Name,Email,Mobile Number,Home Number,Display Name,Company,Work Number,\
Notifications Enabled,Lead Source,Notes,Tags,Address_1 Street Line 1,Address_1 City,Address_1 State,\
Address_1 Zip Code
Sam,Hill,sam@example.com,3035550101,3035550102,Sam Hill,,,FALSE,Yelp,Big dog,"A, B",5 Pine St,Denver,CO,80203
"""
QUICKBOOKS = """Customer full name,Phone numbers,Email,Full name,Bill address,Open balance,Terms
"Hill, Sam",Phone:3035550101 Mobile:3035550102,sam@example.com,Sam Hill,5 Pine St Denver,120.50,Net 30
Bright Dental LLC,,office@bright.example,,,0.00,
"""
COMMUSOFT = """Customer reference,Type,Title,Name,Surname,Company,Address line 1,Address line 2,Town,County,\
Postcode,\
Landline,Mobile,Email,Advertising type
C100,Residential,Mrs,Ada,Byron,,1 St James's Square,,London,,SW1Y4LB,020 7946 0018,07700 900123,\
ada@example.com,Web
C200,Landlord,Mr,Rich,Owner,Owner Estates,2 High St,,Leeds,,LS1 4AP,,,rich@example.com,
"""
WORK_ADDRESSES = """Customer reference,Title,Name,Surname,Address line 1,Town,Postcode,Landlord title,\
Landlord name,Landlord surname
C200,Miss,Tina,Tenant,Flat 1 Mill House,Leeds,LS1 4AP,Mr,Rich,Owner
C200,,,,Flat 2 Mill House,Leeds,LS1 4AP,,,
C999,,,,Nowhere,Leeds,LS1 4AP,,,
"""


@pytest.mark.parametrize(
    ("text", "profile"),
    [
        (EXOSERVA, "exoserva"),
        (JOBBER, "jobber"),
        (HOUSECALL, "housecall-pro"),
        (QUICKBOOKS, "quickbooks"),
        (COMMUSOFT, "commusoft"),
        (WORK_ADDRESSES, "commusoft-work-addresses"),
    ],
)
def test_each_system_is_recognised_by_its_columns(owner, text, profile):
    assert Plan.of(upload(owner, text)).profile == profile


@pytest.mark.parametrize("header", ["Customer", "CLIENT", "Client Name", "Homeowner"])
def test_a_list_kept_by_hand_calls_the_name_what_the_company_does(header):
    names = [header, "Customer ID", "Client Email", "Customer notes"]
    rows = [["Jane Doe", "17", "jane@doe.example", "Dog"], ["Bob Ng", "18", "bob@ng.example", ""]] * 2
    guessed = guess_mapping(names, rows, field_specs([]))
    assert [guessed[place].field for place in range(3)] == ["full_name", "reference", "email"]
    assert guessed[3].field != "full_name"


def test_exoserva(owner):
    assert bring_in(owner, EXOSERVA).counts == {Outcome.CREATED: 2}
    maria = Client.objects.get(last_name="Lopez")
    assert maria.source is not None
    assert maria.source.name == "Google"
    assert maria.client_tags.count() == 2
    assert Client.objects.get(kind="company").name == "Front Range HOA"


def test_jobber_has_a_row_for_each_property_of_a_client(owner):
    run = bring_in(owner, JOBBER, mapping={"CFT[Gate]": "new"})
    assert outcomes(run) == [(2, Outcome.CREATED), (3, Outcome.UPDATED), (4, Outcome.CREATED)]
    jane = Client.objects.get(last_name="Doe")
    assert (jane.external_id, jane.title) == ("1001", "Ms.")
    assert jane.created_at.astimezone(owner.workspace.zone).date() == date(2023, 4, 5)
    assert list(jane.properties.values_list("label", "line1", "county", "is_primary")) == [
        ("Home", "12 Elm St", "MA", True),
        ("Cabin", "9 Lake Rd", "MA", False),
    ]
    assert Customer.objects.get(pk=jane.pk).billing_line1 == "PO Box 9"
    again = bring_in(owner, JOBBER)
    assert again.counts == {Outcome.DUPLICATE: 3}
    assert Property.objects.count() == 3
    assert take_back(owner, run).counts == {Outcome.UNDONE: 3}
    assert not Client.objects.exists()


def test_housecall_pro(owner):
    assert bring_in(owner, HOUSECALL).counts == {Outcome.CREATED: 1}
    sam = Client.objects.get()
    assert sorted(sam.phones.values_list("kind", "e164")) == [
        ("home", "+13035550102"),
        ("mobile", "+13035550101"),
    ]
    assert (sam.accepts_email, sam.internal_notes) == (False, "Big dog")
    assert Property.objects.get().line1 == "5 Pine St"


def test_quickbooks(owner):
    assert bring_in(owner, QUICKBOOKS).counts == {Outcome.CREATED: 2}
    sam = Customer.objects.get(client__last_name="Hill")
    assert (sam.client.first_name, sam.payment_terms_days) == ("Sam", 30)
    assert sorted(sam.client.phones.values_list("e164", flat=True)) == ["+13035550101", "+13035550102"]
    assert Client.objects.get(kind="company").name == "Bright Dental LLC"


def test_commusoft_work_addresses_come_after_its_customers(owner):
    owner.workspace.country = "GB"
    owner.workspace.save()
    assert bring_in(owner, COMMUSOFT).counts == {Outcome.CREATED: 2}
    run = bring_in(owner, WORK_ADDRESSES)
    assert run.counts == {Outcome.UPDATED: 2, Outcome.REFUSED: 1}
    assert "import the customers first" in reasons(run)[4]
    landlord = Client.objects.get(external_id="C200")
    assert landlord.properties.count() == 3
    parties = PropertyParty.objects.order_by("role").values_list("role", "name")
    assert list(parties) == [("landlord", "Mr Rich Owner"), ("occupier", "Miss Tina Tenant")]
    assert bring_in(owner, WORK_ADDRESSES).counts == {Outcome.DUPLICATE: 2, Outcome.REFUSED: 1}
    assert take_back(owner, run).counts == {Outcome.UNDONE: 2}
    assert not PropertyParty.objects.exists()


def test_the_mapping_chosen_is_offered_for_the_next_file_with_the_same_header(owner):
    text = "Who,Tel,Gate\nJane Doe,617-555-0123,4711\n"
    bring_in(owner, text, mapping={"Who": "full_name", "Tel": "work_phone", "Gate": "new"})
    mapping = Plan.of(upload(owner, text.replace("Jane", "Joan"))).mapping
    assert mapping == {"Who": "full_name", "Tel": "work_phone", "Gate": "custom.gate"}


def test_an_undone_import_is_not_remembered(owner):
    text = "Who,Tel,Gate\nJane Doe,617-555-0123,4711\n"
    run = bring_in(owner, text, mapping={"Who": "full_name", "Tel": "work_phone", "Gate": "new"})
    take_back(owner, run)
    assert Plan.of(upload(owner, text)).mapping["Tel"] == "phone"
    assert Plan.of(upload(owner, text)).mapping["Gate"] != "custom.gate"
