"""The OpenAPI document as people read it: sections of operations, their fields, and a call by curl."""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

_CHANGES = {"POST", "PATCH", "PUT"}
_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A parameter, or a field of a body or an answer. `name`: its path; `kind`: in words."""

    name: str
    kind: str
    required: bool
    words: SafeString


@dataclass(frozen=True, slots=True)
class OperationRead:
    """One operation. `answers`: (status, what it means). `like`: the operation that shows the same answer."""

    key: str
    method: str
    path: str
    summary: str
    paragraphs: list[SafeString]
    parameters: list[FieldRead]
    body: list[FieldRead]
    body_words: SafeString
    answer: list[FieldRead]
    answer_words: SafeString
    like: str
    answers: list[tuple[str, str]]
    call: str


@dataclass(frozen=True, slots=True)
class SectionRead:
    """The operations of one tag."""

    key: str
    title: str
    operations: list[OperationRead]


def read_document(document: Mapping[str, Any], server: str) -> list[SectionRead]:
    """The document in sections, in its order. `server`: scheme and host for the calls."""
    return _Reader(document, server).sections()


def _marked(words: str) -> SafeString:
    """Text with `names` in code."""
    parts = enumerate(words.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if place % 2 else part,) for place, part in parts)
    )


class _Reader:
    def __init__(self, document: Mapping[str, Any], server: str) -> None:
        self.document = document
        self.server = server

    def sections(self) -> list[SectionRead]:
        found: dict[str, list[OperationRead]] = {}
        self.shown: dict[tuple[str, str], str] = {}
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                read = self._operation(path, method.upper(), operation)
                found.setdefault(operation["tags"][0], []).append(read)
        return [SectionRead(slugify(title), title, operations) for title, operations in found.items()]

    def _operation(self, path: str, method: str, operation: Mapping[str, Any]) -> OperationRead:
        body = self._body(operation)
        success = operation["responses"][min(operation["responses"])]
        like = self._first_with(operation, success)
        return OperationRead(
            key=operation["operationId"],
            method=method,
            path=path,
            summary=operation["summary"],
            paragraphs=[_marked(part) for part in operation.get("description", "").split("\n\n") if part],
            parameters=[self._parameter(one) for one in operation["parameters"]],
            body=list(self._fields(body)) if body else [],
            body_words=_marked(body.get("description", "")),
            answer=[] if like else list(self._fields(self._content(success))),
            answer_words=_marked(self._content(success).get("description", "")),
            like=like,
            answers=[(status, self._meaning(status, one)) for status, one in operation["responses"].items()],
            call=self._call(path, method, operation, body),
        )

    def _first_with(self, operation: Mapping[str, Any], success: Mapping[str, Any]) -> str:
        """The operation of this section that answers with the same and stands further up; "" for none."""
        content: Mapping[str, Any] = next(iter(success.get("content", {}).values()), {})
        shape = (operation["tags"][0], str(content.get("schema")))
        first = self.shown.setdefault(shape, operation["operationId"])
        return "" if first == operation["operationId"] or not content else first

    def _parameter(self, one: Mapping[str, Any]) -> FieldRead:
        words = one.get("description", "")
        return FieldRead(one["name"], self._kind(one["schema"]), one["required"], _marked(words))

    def _body(self, operation: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._content(operation.get("requestBody", {}))

    def _content(self, holder: Mapping[str, Any]) -> Mapping[str, Any]:
        content: Mapping[str, Any] = next(iter(holder.get("content", {}).values()), {})
        return self._resolved(content.get("schema", {}))

    def _meaning(self, status: str, answer: Mapping[str, Any]) -> str:
        found = self._resolved(answer)
        return str(found.get("description") or HTTPStatus(int(status)).phrase)

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The schema itself, behind references and "allOf" of one."""
        while "$ref" in schema or len(schema.get("allOf", ())) == 1:
            schema = self._at(schema["$ref"]) if "$ref" in schema else schema["allOf"][0]
        return schema

    def _at(self, reference: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        return found

    def _fields(self, schema: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[FieldRead]:
        schema = self._resolved(schema.get("items", schema))
        required = set(schema.get("required", ()))
        for name, field in schema.get("properties", {}).items():
            words = _marked(field.get("description", ""))
            yield FieldRead(prefix + name, self._kind(field), name in required, words)
            inner = self._inner(field)
            if inner and depth < _DEEPEST:
                yield from self._fields(inner, f"{prefix}{name}.", depth + 1)

    def _inner(self, field: Mapping[str, Any]) -> Mapping[str, Any]:
        for one in (field, *field.get("anyOf", ())):
            found = self._resolved(self._resolved(one).get("items", one))
            if "properties" in found:
                return found
        return {}

    def _kind(self, schema: Mapping[str, Any]) -> str:
        if "anyOf" in schema:
            return " or ".join(dict.fromkeys(self._kind(one) for one in schema["anyOf"]))
        found = self._resolved(schema)
        if "anyOf" in found:
            return self._kind(found)
        if "enum" in found:
            return " | ".join(str(one) or '""' for one in found["enum"])
        if found.get("type") == "array":
            return f"list of {self._kind(found.get('items', {}))}"
        return str(found.get("format") or found.get("type") or "any")

    def _call(self, path: str, method: str, operation: Mapping[str, Any], body: Mapping[str, Any]) -> str:
        """The operation as a command for a shell, $TOKEN standing for the token."""
        lines = [f"curl -X {method} {self.server}{path}", '-H "Authorization: Bearer $TOKEN"']
        if method == "POST":
            lines.append("-H 'Idempotency-Key: my-request-1'")
        elif method == "PATCH":
            lines.append("-H 'If-Match: \"1\"'")
        if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
            lines.append("-F file=@customers.csv")
        elif body and method in _CHANGES:
            lines.append("-H 'Content-Type: application/json'")
            lines.append(f"-d {shlex.quote(json.dumps(self._example(body)))}")
        return " \\\n  ".join(lines)

    def _example(self, schema: Mapping[str, Any]) -> Any:
        """The document's own example, else one with what is required, else with the first field."""
        if "examples" in schema:
            return schema["examples"][0]
        properties = schema.get("properties", {})
        names = schema.get("required") or list(properties)[:1]
        return {name: self._value(properties[name]) for name in names}

    def _value(self, schema: Mapping[str, Any]) -> Any:
        found = self._resolved(next(iter(schema.get("anyOf", ())), schema))
        if "enum" in found:
            return found["enum"][0]
        if found.get("type") == "array":
            return [self._example(self._resolved(found["items"]))] if "items" in found else []
        by_format = {"date": "2026-11-20", "date-time": "2026-11-20T09:00:00-05:00"}
        by_type = {"integer": 1, "boolean": True, "object": {}, "number": 1}
        return by_format.get(found.get("format", "")) or by_type.get(found.get("type", ""), "text")
