"""The second factor: with a clock moved by hand, on a real database and over real HTTP."""

from __future__ import annotations

import pyotp
import pytest

from bot.conversations.store import Store
from bot.desk import accounts, attempts, audit, factor, one_time
from bot.desk.factor import STEP_S, Factor, matching
from tests.conftest import HandClock
from tests.desk.conftest import PASSWORD, Lots
from tests.support.hub import RunningHub

EMAIL = "anna@kommun.example"


def turned_on(store: Store) -> tuple[int, str, list[str]]:
    """An account with a second factor: its number, the secret, the recovery codes."""
    with store.transaction() as tx:
        known = [one for one in accounts.everyone(tx) if one.email == EMAIL]
        account = known[0] if known else accounts.add(tx, EMAIL, "Anna", PASSWORD)
        secret = factor.propose(tx, account.id).secret
        codes = factor.confirm(tx, account.id, pyotp.TOTP(secret).at(tx.at))
    return account.id, secret, codes


def passes(store: Store, number: int, code: str) -> bool:
    with store.transaction() as tx:
        return factor.passes(tx, number, code)


def code_now(secret: str, clock: HandClock, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(clock.now.timestamp()) + steps * STEP_S)


def test_the_codes_are_those_of_the_standard(clock: HandClock) -> None:
    """The secret and a moment of RFC 6238, appendix B (SHA-1, the last six of eight digits)."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    clock.now = clock.now.fromtimestamp(1111111109, tz=clock.now.tzinfo)
    assert matching(Factor(secret, on=True), "081804", clock.now) == 1111111109 // STEP_S
    assert matching(Factor(secret, on=True), "081 804", clock.now)
    assert matching(Factor(secret, on=True), "081805", clock.now) is None
    assert matching(Factor(), "081804", clock.now) is None


def test_it_does_not_count_before_a_code_confirmed_it(any_store: Store, clock: HandClock) -> None:
    with any_store.transaction() as tx:
        account = accounts.add(tx, EMAIL, "Anna", PASSWORD)
        proposed = factor.propose(tx, account.id)
        assert factor.propose(tx, account.id) == proposed
        assert not factor.factor_of(tx, account.id).on
        assert not factor.passes(tx, account.id, code_now(proposed.secret, clock))
        assert factor.confirm(tx, account.id, "000000") == []
        assert factor.confirm(tx, account.id, code_now(proposed.secret, clock))
        assert factor.factor_of(tx, account.id).on
        clock.pass_s(STEP_S)
        assert factor.confirm(tx, account.id, code_now(proposed.secret, clock)) == []


def test_a_code_counts_once_and_no_older_one_after_it(any_store: Store, clock: HandClock) -> None:
    number, secret, _ = turned_on(any_store)
    assert not passes(any_store, number, code_now(secret, clock))
    clock.pass_s(3 * STEP_S)
    code = code_now(secret, clock)
    assert passes(any_store, number, code)
    assert not passes(any_store, number, code)
    assert not passes(any_store, number, code_now(secret, clock, -1))
    assert passes(any_store, number, code_now(secret, clock, 1))


@pytest.mark.parametrize(
    ("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_the_telephone_may_be_half_a_minute_off(
    store: Store, clock: HandClock, steps: int, good: bool
) -> None:
    number, secret, _ = turned_on(store)
    clock.pass_s(20 * STEP_S)
    assert passes(store, number, code_now(secret, clock, steps)) == good


def test_each_of_ten_recovery_codes_works_once_and_is_kept_as_a_hash(any_store: Store) -> None:
    number, _, codes = turned_on(any_store)
    assert len(set(codes)) == factor.RECOVERY_CODES
    assert passes(any_store, number, codes[0].upper().replace("-", " "))
    assert not passes(any_store, number, codes[0])
    assert not passes(any_store, number + 1, codes[1])
    with any_store.transaction() as tx:
        assert one_time.left(tx, one_time.RECOVERY, number) == factor.RECOVERY_CODES - 1
        rows = tx.connection.exec_driver_sql("SELECT token_hash FROM sign_in_link").scalars().all()
        assert not any(code.replace("-", "") in row for code in codes for row in rows)
        factor.take_away(tx, number)
        assert one_time.left(tx, one_time.RECOVERY, number) == 0
    assert not passes(any_store, number, codes[1])


def test_the_password_alone_does_not_open_the_desk(
    hub: RunningHub, anna: Lots, clock: HandClock
) -> None:
    _, secret, codes = turned_on(hub.parts.store)
    anna.client.cookies.clear()
    clock.pass_s(60)
    answer = anna.client.post("/desk/sign-in", data={"email": anna.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/code")
    assert anna.client.get("/desk/api/stream").status_code == 401
    assert anna.client.post("/desk/code", data={"code": "000000"}).status_code == 403
    right = {"code": code_now(secret, clock)}
    elsewhere = {"Origin": "https://elsewhere.example"}
    refused = anna.client.post("/desk/code", data=right, headers=elsewhere)
    assert refused.status_code == 403
    opened = anna.client.post("/desk/code", data=right)
    assert (opened.status_code, opened.headers["location"]) == (303, "/desk")
    assert anna.page_data()["lots_id"] == 1
    anna.client.cookies.clear()
    anna.client.post("/desk/sign-in", data={"email": anna.email, "password": PASSWORD})
    assert anna.client.post("/desk/code", data={"code": codes[3]}).headers["location"] == "/desk"


def test_guessed_codes_lock_the_second_step_and_a_wait_opens_it(
    hub: RunningHub, anna: Lots, clock: HandClock
) -> None:
    _, secret, _ = turned_on(hub.parts.store)
    anna.client.cookies.clear()
    form = {"email": anna.email, "password": PASSWORD}
    clock.pass_s(60)
    anna.client.post("/desk/sign-in", data=form)
    for _ in range(attempts.FREE_ATTEMPTS):
        assert anna.client.post("/desk/code", data={"code": "000000"}).status_code == 403
        anna.client.post("/desk/sign-in", data=form)  # the password again gives no new tries
    right = anna.client.post("/desk/code", data={"code": code_now(secret, clock)})
    assert right.status_code == 403
    clock.pass_s(attempts.LOCK.total_seconds() + 1)
    right = anna.client.post("/desk/code", data={"code": code_now(secret, clock)})
    assert right.status_code == 303
    with hub.parts.store.transaction() as tx:
        done = [entry.action for entry in audit.entries(tx)]
    assert done.count("sign_in_failed") == attempts.FREE_ATTEMPTS


def test_a_sign_in_half_done_ends_after_its_time(
    hub: RunningHub, anna: Lots, clock: HandClock
) -> None:
    _, secret, _ = turned_on(hub.parts.store)
    anna.client.cookies.clear()
    assert anna.client.get("/desk/code").headers["location"] == "/desk"
    anna.client.post("/desk/sign-in", data={"email": anna.email, "password": PASSWORD})
    clock.pass_s(601)
    late = anna.client.post("/desk/code", data={"code": code_now(secret, clock)})
    assert (late.status_code, late.headers["location"]) == (303, "/desk")
    assert anna.client.get("/desk/api/stream").status_code == 401
