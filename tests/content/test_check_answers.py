"""`farled check` reads what an answer adds for people of one origin."""

from __future__ import annotations

from typing import Any

import pytest

from tests.content.project import DAY, SmallProject, answer, each
from tests.content.test_check import SCAMS, errors, warnings

SOURCE = {"title": "PMLP", "url": "https://www.pmlp.gov.lv", "checked": DAY}


def found(project: SmallProject, origin: str, text: Any, **more: Any) -> list[str]:
    """What `farled check` says of one variant."""
    variant = {"source": SOURCE, "text": text, **more.pop("variant", {})}
    project.write(SCAMS, answer("housing.scams", origins={origin: variant}, **more))
    return [*errors(project), *warnings(project)]


def test_a_variant_in_every_language_with_a_source_passes(project: SmallProject) -> None:
    assert found(project, "LV", each("Tell PMLP.")) == []


@pytest.mark.parametrize(
    ("origin", "text", "message"),
    [
        ("Latvia", each("Tell PMLP."), "'Latvia' is no origin"),
        ("LV", {"sv": "Säg till PMLP."}, "has no text in en, et, lv, lt"),
        ("LV", each("x" * 301), "301 characters, at most 300"),
        ("LV", each("Write to a@pmlp.lv."), "has an e-mail address"),
        ("LV", each("Call {phone}."), "{phone} is no figure of this answer"),
    ],
)
def test_a_variant_that_breaks_a_rule_is_found(
    project: SmallProject, origin: str, text: Any, message: str
) -> None:
    assert any(message in said for said in found(project, origin, text))


def test_a_variant_without_a_source_is_found(project: SmallProject) -> None:
    [said] = found(project, "LV", each("Tell PMLP."), variant={"source": None})
    assert said.endswith("must be {title, url, checked}")


def test_a_figure_may_stand_in_a_variant_alone(project: SmallProject) -> None:
    figures = {"mail": {"value": "a@pmlp.lv", "source": "https://x.lv", "checked": DAY}}
    assert found(project, "LV", each("Write to {mail}."), figures=figures) == []
