"""A program that talks to the API with a token."""

import json
from typing import Any

from django.test import Client

from doorstep.identity.actions import create_token
from doorstep.identity.actor import Actor


class ApiClient:
    """Sends JSON with a member's token to /api/v1/…; `headers` by their own names: {"If-Match": '"1"'}."""

    def __init__(self, actor: Actor | None = None, *scopes: str, secret: str = "") -> None:
        if actor is not None:
            secret = create_token(actor=actor, name="Test", scopes=scopes)[1]
        self.authorization = {"Authorization": f"Bearer {secret}"} if secret else {}
        # Errors come back as answers, as a program sees them.
        self.client = Client(raise_request_exception=False, enforce_csrf_checks=True)

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        """`body`: what JSON can hold, or bytes to be sent as they are."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body, default=str)
        return self.client.generic(
            method,
            f"/api/v1{path}",
            data,
            content_type="application/json",
            headers={**self.authorization, **(headers or {})},
        )

    def get(self, path: str, headers: dict[str, str] | None = None) -> Any:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return self.send("POST", path, body, headers)

    def put(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return self.send("PUT", path, body, headers)

    def patch(self, path: str, body: Any, etag: str | None = None) -> Any:
        return self.send("PATCH", path, body, {} if etag is None else {"If-Match": etag})

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)

    def upload(self, path: str, file: Any, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        return self.client.post(
            f"/api/v1{path}",
            {"file": file, **fields},
            headers={**self.authorization, **(headers or {})},
        )


def fields_of(response: Any) -> list[str]:
    """The paths of the fields that a problem names."""
    return [error["field"] for error in response.json()["errors"]]
