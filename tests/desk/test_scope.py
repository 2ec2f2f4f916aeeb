"""No account ever sees a case outside its scope, whatever the accounts and cases are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.conversations import tables
from bot.conversations.events import LanguageChanged, Owner, OwnerChanged, PlaceChanged, Reason
from bot.conversations.notifier import Notifier
from bot.conversations.store import Store
from bot.desk import accounts, cases
from bot.desk.rights import ADMINISTRATOR, COORDINATOR, EDITOR, LOTS, ROLES
from bot.desk.scope import scope_of

PLACES = ("lulea", "sorsele", "kiruna", "")
slugs = st.lists(st.sampled_from(PLACES[:-1]), unique=True, max_size=2)
people = st.lists(st.tuples(st.sampled_from(ROLES), slugs, st.booleans()), min_size=1, max_size=5)
cases_drawn = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(list(Owner)), st.integers(1, 5)),
    min_size=1,
    max_size=6,
)


def fill(store: Store, staff: list[tuple[str, list[str], bool]]) -> None:
    with store.transaction() as tx:
        for number, (role, municipalities, active) in enumerate(staff, 1):
            row = {"id": number, "email": f"{number}@k.example", "name": "N", "role": role}
            row |= {"password_hash": accounts.NOBODY, "active": active, "created_at": tx.at}
            row |= {"municipalities": municipalities}
            tx.connection.execute(tables.lots.insert().values(row))


def begin(store: Store, place: str, owner: Owner, lots_id: int) -> None:
    with store.transaction() as tx:
        about = (LanguageChanged("sv"), PlaceChanged(place))
        conversation, _ = tx.open("web", None, *about)
        head = tx.lock(conversation)
        if owner is Owner.LOTS:
            tx.append(head, OwnerChanged(owner, Reason.STEPPED_IN, lots_id=lots_id, lots="N"))
        elif owner is not Owner.ASSISTANT:
            why = Reason.ASKED if owner is Owner.WAITING else Reason.NOBODY_THERE
            tx.append(head, OwnerChanged(owner, why))


def expected(staff: list[tuple[str, list[str], bool]], number: int, place: str, own: bool) -> bool:
    """The rule in other words than in the code."""
    role, mine, active = staff[number - 1]
    if not active or role == EDITOR:
        return False
    if role in (COORDINATOR, ADMINISTRATOR) or not mine or own or place in mine:
        return True
    others = [places for role, places, active in staff if active and role in (LOTS, COORDINATOR)]
    return not any(place in places for places in others)


@settings(max_examples=60, deadline=None)
@given(staff=people, drawn=cases_drawn)
def test_lists_and_doors_follow_the_rule(
    staff: list[tuple[str, list[str], bool]],
    drawn: list[tuple[str, Owner, int]],
) -> None:
    store = Store("sqlite://", Notifier())
    with store.engine.connect() as one:
        tables.metadata.create_all(one)
        one.commit()
    fill(store, staff)
    for place, owner, lots_id in drawn:
        begin(store, place, owner, lots_id)
    for number in range(1, len(staff) + 1):
        with store.transaction() as tx:
            scope = scope_of(tx, number)
            ids = tx.connection.execute(select(tables.conversation.c.id)).scalars().all()
            let_in = {one for one in ids if scope.sees(tx.head(one).state)}
            query = select(tables.conversation.c.id).where(scope.clause())
            found = set(tx.connection.execute(query).scalars())
            allowed = set()
            for one in ids:
                state = tx.head(one).state
                own = state.owner is Owner.LOTS and state.lots_id == number
                if expected(staff, number, state.municipality, own):
                    allowed.add(one)
            listed = {
                one["conversation"] for group in cases.lists(tx, number).values() for one in group
            }
        assert let_in == found == allowed
        assert listed <= allowed
    store.close()
