"""Is this your place? Claim it, type the code of the letter, or ask a moderator."""

from typing import Final

from flask import redirect
from werkzeug import Response

from citizen_api.callers import Citizen
from citizen_api.callers.staffing import LEVEL
from citizen_api.http.clock import now
from citizen_api.http.session import key_ring, transaction
from citizen_api.listings import claiming
from citizen_api.listings.claim_models import LONGEST_WORDS, Proof
from citizen_api.listings.claim_reading import claim_of
from citizen_api.listings.claim_resources import proved
from citizen_api.listings.claim_rules import AlreadyOwner, ClaimEnded, WrongClaimCode
from citizen_api.listings.claim_schemas import ClaimBodySchema, ProofBodySchema
from citizen_api.listings.claiming import Claimant, Wish
from citizen_api.listings.standing import standing_venue
from citizen_api.pages import forms
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.owners.keeping import ALL, Typed
from citizen_api.pages.staff.filling import GENERAL, NOTHING, loaded, stale, wrong_with
from citizen_api.pages.visitors import signed_in
from citizen_api.problems import InvalidRequest, TooManyRequests
from citizen_api.throttles.doors import count

HERE: Final = "/venues/<slug:slug>/claim"
CLAIM, CODE = ClaimBodySchema(), ProofBodySchema()
REFUSED = (InvalidRequest, ClaimEnded, WrongClaimCode, TooManyRequests)

blueprint = personal("owner_claims")


@blueprint.get(HERE)
@signed_in(LEVEL)
def ask(reader: Citizen, slug: str) -> Response:
    """Ask how the reader shows that a venue is theirs, or how far their claim is."""
    return page(reader, slug)


@blueprint.post(HERE)
@signed_in(LEVEL)
def act(reader: Citizen, slug: str) -> Response:
    """Claim a venue, prove the claim, or take it back."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return page(reader, slug, sent.values, wrong, status=403)
    who = Claimant(reader.id, now())
    try:
        done = DOINGS.get(sent["action"], begin)(who, slug, sent)
    except AlreadyOwner:
        return redirect(f"{ALL}/{slug}", 303)
    except REFUSED as problem:
        wrong = wrong_with(problem)
        if isinstance(problem, WrongClaimCode):
            wrong = {"code": wrong[GENERAL]}
        return page(reader, slug, sent.values, wrong, status=problem.status)
    return redirect(done, 303)


def begin(who: Claimant, slug: str, sent: Sent) -> str:
    """Claim a venue; where that leads."""
    count("claims", who.actor)
    typed = {"proof": sent["proof"], "words": sent["words"].strip()}
    said = loaded(CLAIM, typed)
    wish = Wish(Proof(said["proof"]), said["words"])
    with transaction() as session:
        claiming.claim(session, key_ring(), slug, wish, who)
    return f"/venues/{slug}/claim"


def prove(who: Claimant, slug: str, sent: Sent) -> str:
    """Type the code of the letter; where that leads."""
    code = loaded(CODE, {"code": sent["code"].strip()})["code"]
    with transaction() as session:
        found = claiming.open_claim(
            session, standing_venue(session, slug).id, who.person
        )
    if found is None:
        raise ClaimEnded
    known = proved(who, found.id, code)
    if known.state == "accepted":
        return f"{ALL}/{slug}?done=yours"
    return f"/venues/{slug}/claim"


def withdraw(who: Claimant, slug: str, sent: Sent) -> str:
    """Take a claim back; one that has ended stays as it is."""
    with transaction() as session:
        venue = standing_venue(session, slug)
        found = claiming.open_claim(session, venue.id, who.person)
        if found is not None:
            claiming.withdraw(
                session, claiming.own_claim(session, found.id, who.person), who
            )
    return f"/venues/{slug}"


DOINGS: Final = {"prove": prove, "withdraw": withdraw}


def page(
    reader: Citizen,
    slug: str,
    typed: Typed = NOTHING,
    wrong: Typed = NOTHING,
    *,
    status: int = 200,
) -> Response:
    """How far the reader's claim to a venue is. Raises NotFound, VenueMoved."""
    with transaction() as session:
        venue = standing_venue(session, slug)
        name, address = venue.name, venue.address
        owned = reader.id in claiming.owners(session, slug, now())
        found = claiming.open_claim(session, venue.id, reader.id)
        claim = found and claim_of(session, found.id)
    return own_page(
        "owners/claim.html",
        status=status,
        slug=slug,
        name=name,
        address=address,
        owned=owned,
        claim=claim,
        typed=typed,
        wrong=wrong,
        longest=LONGEST_WORDS,
    )
