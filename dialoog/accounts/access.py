"""Routes and the policy: every route names its action with `allow`, and `guard` lets in whom the policy grants it.

A view that is about one thing asks `require` for it, and a list starts from `scope`. A request may hold several
identities; it may do what any of them may.
"""

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from flask import Flask, current_app, request
from werkzeug import exceptions

from dialoog.accounts import policy
from dialoog.accounts.authentication import identities, signed_in
from dialoog.accounts.policy import Action, Resource, Scope
from dialoog.accounts.sessions import SignedIn

V = TypeVar("V", bound=Callable[..., Any])


class Unauthorized(exceptions.Unauthorized):
    """No identity of this request may do this: the same for what is not there and for what is another's."""


def refuse(action: Action) -> NoReturn:
    """Raises NotFound for who is signed in where an account may do this: for them it is as if it were not there. Raises Unauthorized
    for everybody else, who may yet say who they are, and at a desk, which opens by its link."""
    if policy.is_for_accounts(action) and signed_in() is not None:
        raise exceptions.NotFound
    raise Unauthorized


def allow(action: Action) -> Callable[[V], V]:
    """Names the action of a route."""

    def name_action(view: V) -> V:
        view.__dict__["action"] = action
        return view

    return name_action


def actions(app: Flask) -> dict[str, Action | None]:
    """Endpoint → its action; None where its route names none, and then nobody gets in."""
    return {endpoint: getattr(view, "action", None) for endpoint, view in app.view_functions.items()}


def opens_by_signing_in() -> bool:
    """Whether the page that was asked for, and refused, is one that an account may open."""
    action = getattr(current_app.view_functions.get(request.endpoint or ""), "action", None)
    if request.method != "GET" or action is None:
        return False
    return policy.is_for_accounts(action) and signed_in() is None


def guard(app: Flask) -> None:
    """Denies by default, before any view runs. Raises RuntimeError where a route names no action."""
    known = actions(app)
    if nameless := sorted(endpoint for endpoint, action in known.items() if action is None):
        raise RuntimeError(
            f"what do these routes do? Name their action with access.allow: {', '.join(nameless)}"
        )

    def check_request() -> None:
        if request.endpoint is not None:
            action = known.get(request.endpoint)
            if action is None:
                raise Unauthorized
            if not is_allowed(action):
                refuse(action)

    app.before_request(check_request)


def is_allowed(action: Action, resource: Resource | None = None) -> bool:
    """Whether an identity of this request may do this with the resource; without one, with anything at all."""
    return any(policy.allowed(identity, action, resource) for identity in identities(action))


def require(action: Action, resource: Resource) -> None:
    """Refuses where no identity of this request may do this with the resource."""
    if not is_allowed(action, resource):
        refuse(action)


def require_person(action: Action) -> SignedIn:
    """Who is signed in; refuses who is not."""
    own = signed_in()
    if own is None:
        refuse(action)
    return own


def require_own_organisation(action: Action) -> str:
    """The organisation that the pages of this session are about; refuses who may not do this there."""
    organisation = require_person(action).organisation
    require(action, Resource(organisation=organisation))
    assert organisation is not None
    return organisation


def scope(action: Action) -> Scope:
    """What all identities of this request together may see by this action."""
    whole = Scope()
    for identity in identities(action):
        whole |= policy.scope(identity, action)
    return whole
