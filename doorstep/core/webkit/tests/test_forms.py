from django import forms

from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.forms import ActionForm, TypedWordField

XSS = '"><script>alert(1)</script>'


class VisitForm(ActionForm):
    kind = forms.ChoiceField(choices=[("home", "Home"), ("shop", "Shop")], widget=forms.RadioSelect)
    name = forms.CharField(help_text="As on the doorbell.")
    note = forms.CharField(required=False, widget=forms.Textarea)
    source = forms.ChoiceField(choices=[("", "–"), ("web", "Web")], required=False)
    sms = forms.BooleanField(required=False, label="May get texts")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def flat(html: object) -> str:
    return " ".join(str(html).split())


def test_every_control_brings_the_classes_of_the_design_system():
    form = VisitForm()
    assert 'class="form-control"' in flat(form["name"])
    assert 'class="form-select"' in flat(form["source"])
    assert 'class="form-check-input"' in flat(form["sms"])
    assert "class" not in flat(form["token"])


def test_a_field_joins_its_label_hint_and_error_for_screen_readers():
    field = flat(VisitForm({"name": ""})["name"].as_field_group())
    assert '<label class="form-label" for="id_name">Name</label>' in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'id="id_name_helptext">As on the doorbell.' in field
    assert 'id="id_name_error"' in field
    assert "Please fill this in." in field


def test_what_may_stay_empty_says_so():
    form = VisitForm()
    assert "optional" in flat(form["note"].as_field_group())
    assert "optional" not in flat(form["name"].as_field_group())
    assert "optional" not in flat(form["sms"].as_field_group())


def test_radios_are_a_group_with_a_legend():
    group = flat(VisitForm()["kind"].as_field_group())
    assert group.startswith("<fieldset")
    assert "<legend" in group
    assert group.count('<label class="form-check"') == 2


def test_the_summary_links_to_each_field_that_needs_mending():
    page = flat(VisitForm({"name": ""}))
    assert 'role="alert"' in page
    assert '<a href="#id_name">Name</a>: Please fill this in.' in page


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in flat(VisitForm())
    assert "error-summary" not in flat(VisitForm({"kind": "home", "name": "Ana"}))


def test_what_was_typed_comes_back_escaped():
    page = flat(VisitForm({"name": XSS, "note": XSS, "kind": XSS, "source": XSS, "token": XSS}))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_label_or_hint_made_of_typed_text_is_escaped():
    form = VisitForm({})
    form.fields["name"].label = XSS
    form.fields["name"].help_text = XSS
    assert "<script>" not in flat(form)


def test_a_broken_rule_stands_beside_its_field_and_answers_422():
    form = VisitForm({"kind": "home", "name": "Ana"})
    assert form.is_valid()
    assert form.status == 200
    with form.showing_broken_rules():
        raise RuleBroken("This name is taken.", field="name")
    assert form.errors == {"name": ["This name is taken."]}
    assert form.status == 422


def test_a_broken_rule_about_no_field_of_the_form_stands_above_it():
    form = VisitForm({"kind": "home", "name": "Ana"})
    assert form.is_valid()
    with form.showing_broken_rules():
        raise RuleBroken("The month is closed.", field="month")
    assert form.non_field_errors() == ["The month is closed."]
    assert "The month is closed." in flat(form)


class EraseForm(ActionForm):
    word = TypedWordField(word="DELETE")


def test_the_typed_word_has_to_match_exactly():
    assert EraseForm({"word": " DELETE "}).is_valid()
    form = EraseForm({"word": "delete"})
    assert not form.is_valid()
    assert form.errors["word"] == ["Type DELETE exactly to go on."]
