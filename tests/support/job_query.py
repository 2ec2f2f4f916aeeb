"""How the job service searches: which parameters it takes, and which adverts they find."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

Hit = dict[str, Any]
Asked = Mapping[str, list[str]]
SORTS = ("relevance", "pubdate-desc", "pubdate-asc", "applydate-desc", "applydate-asc", "updated")
PLACES = ("municipality", "region", "country")
WORK = {
    "occupation-name": "occupation",
    "occupation-group": "occupation_group",
    "occupation-field": "occupation_field",
}
LIMITS = {"limit": (100, 10), "offset": (2000, 0), "stats.limit": (30, 5)}
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"


def problems(asked: Asked) -> dict[str, str]:
    """What is wrong with the parameters, by name; a wrong one is a 400, an unknown code is not."""
    wrong = {}
    for name, (most, _) in LIMITS.items():
        for value in asked.get(name, []):
            if not re.fullmatch(r"-?\d+", value) or not 0 <= int(value) <= most:
                wrong[name] = (
                    f"Valid range is (0-{most}) Invalid argument: {value}. "
                    f"argument must be within the range 0 - {most}"
                )
    for name, known in (("sort", SORTS), ("stats", (*WORK, *PLACES))):
        if bad := [value for value in asked.get(name, []) if value not in known]:
            wrong[name] = f"The value '{bad[0]}' is not a valid choice for '{name}'."
    for name, form in (("published-after", rf"{MOMENT}|\d+"), ("published-before", MOMENT)):
        if bad := [value for value in asked.get(name, []) if not _is_moment(value, form)]:
            wrong[name] = f"time data '{bad[0]}' does not match format '%Y-%m-%dT%H:%M:%S'"
    return wrong


def _is_moment(value: str, form: str) -> bool:
    if not re.fullmatch(form, value):
        return False
    try:
        return value.isdigit() or bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def number(asked: Asked, name: str) -> int:
    """A parameter of LIMITS, or its default."""
    return int(asked.get(name, [str(LIMITS[name][1])])[0])


def found(hits: list[Hit], asked: Asked, every_word: bool = False) -> list[Hit]:
    """The hits that fit, sorted as asked."""
    wanted: list[Callable[[Hit], bool]] = [
        lambda hit: _place_fits(hit, asked),
        lambda hit: _work_fits(hit, asked),
        lambda hit: _words_fit(hit, asked, every_word),
        lambda hit: _language_fits(hit, asked),
        lambda hit: _moment_fits(hit, asked),
        lambda hit: _experience_fits(hit, asked),
    ]
    fitting = [hit for hit in hits if all(fits(hit) for fits in wanted)]
    return _ordered(fitting, asked)


def _codes(concept: Mapping[str, Any], *keys: str) -> set[str]:
    return {str(concept[key]) for key in keys if concept.get(key)}


def _chosen(have: Mapping[str, set[str]], asked: Asked) -> bool | None:
    """Does one of the parameters name the hit (they are OR-ed)? None when none of them asks."""
    values = [(name, value) for name in have for value in asked.get(name, [])]
    if any(value[1:] in have[name] for name, value in values if value.startswith("-")):
        return False
    named = [value in have[name] for name, value in values if not value.startswith("-")]
    return any(named) if named else None


def _place_fits(hit: Hit, asked: Asked) -> bool:
    address = hit["workplace_address"]
    have = {name: _codes(address, f"{name}_concept_id", f"{name}_code") for name in PLACES}
    chosen = _chosen(have, asked)
    abroad = address["country_concept_id"] != "i46j_HmG_v64"
    unspecified = not abroad and not address["municipality_concept_id"]
    extras = {"abroad": abroad, "unspecified-sweden-workplace": unspecified}
    extra = [fits for name, fits in extras.items() if asked.get(name) == ["true"]]
    if chosen is None:
        return any(extra) if extra else not _excluded(have, asked)
    return chosen or (any(extra) and not _excluded(have, asked))


def _excluded(have: Mapping[str, set[str]], asked: Asked) -> bool:
    return any(f"-{code}" in asked.get(name, []) for name in have for code in have[name])


def _work_fits(hit: Hit, asked: Asked) -> bool:
    keys = ("concept_id", "legacy_ams_taxonomy_id")
    have = {name: _codes(hit[field], *keys) for name, field in WORK.items()}
    return _chosen(have, asked) is not False


def _text(hit: Hit) -> str:
    address = hit["workplace_address"]
    parts = (hit["headline"], hit["employer"]["name"], address["municipality"], address["region"])
    return " ".join(part for part in parts if part).lower()


def _terms(asked: Asked) -> list[str]:
    """The words and "phrases" of q, each with its + or -."""
    terms = re.findall(r'[+-]?"[^"]+"|\S+', " ".join(asked.get("q", [])).lower())
    return [term.replace('"', "").rstrip("*") for term in terms]


def _words_fit(hit: Hit, asked: Asked, every_word: bool) -> bool:
    text, terms = _text(hit), _terms(asked)
    if any(term[1:] in text for term in terms if term.startswith("-")):
        return False
    if any(term[1:] not in text for term in terms if term.startswith("+")):
        return False
    plain = [term in text for term in terms if term[:1] not in "+-"]
    return not plain or (all(plain) if every_word else any(plain))


def _language_fits(hit: Hit, asked: Asked) -> bool:
    wanted = set(asked.get("language", []))
    languages = hit["must_have"]["languages"] + hit["nice_to_have"]["languages"]
    return not wanted or bool(wanted & {one["concept_id"] for one in languages})


def _moment_fits(hit: Hit, asked: Asked) -> bool:
    published = datetime.fromisoformat(hit["publication_date"])
    for value in asked.get("published-after", []):
        since = (
            datetime.now() - timedelta(minutes=int(value))
            if value.isdigit()
            else datetime.fromisoformat(value)
        )
        if published < since:
            return False
    before = asked.get("published-before", [])
    return all(published <= datetime.fromisoformat(value) for value in before)


def _experience_fits(hit: Hit, asked: Asked) -> bool:
    wanted = asked.get("experience", [])
    return not wanted or str(hit["experience_required"]).lower() == wanted[0]


def relevance(hit: Hit, asked: Asked) -> float:
    """0-1: more of the words count more, a named municipality twice as much as a county."""
    terms = [term for term in _terms(asked) if term[:1] not in "+-"]
    words = sum(term in _text(hit) for term in terms) / len(terms) if terms else 0.0
    have = _codes(hit["workplace_address"], "municipality_concept_id", "municipality_code")
    near = 1.0 if have & set(asked.get("municipality", [])) else 0.5
    return round(near * (words or 1.0), 3)


def _ordered(hits: list[Hit], asked: Asked) -> list[Hit]:
    sort = asked.get("sort", ["relevance"])[0]
    newest = sorted(hits, key=lambda hit: str(hit["publication_date"]), reverse=True)
    if sort == "pubdate-asc":
        return newest[::-1]
    if sort.startswith("applydate"):
        down = sort.endswith("desc")
        return sorted(newest, key=lambda hit: str(hit["last_publication_date"]), reverse=down)
    if sort == "relevance":
        return sorted(newest, key=lambda hit: -relevance(hit, asked))
    return newest


def stats(hits: list[Hit], asked: Asked) -> list[dict[str, Any]]:
    """How many hits there are of each kind that `stats` asks for, the most first."""
    return [
        {"type": kind, "values": _counted(hits, kind, number(asked, "stats.limit"))}
        for kind in asked.get("stats", [])
    ]


def _counted(hits: list[Hit], kind: str, most: int) -> list[dict[str, Any]]:
    counts = Counter(_kind(hit, kind) for hit in hits)
    return [
        {"term": term, "concept_id": concept, "code": code, "count": count}
        for (term, concept, code), count in counts.most_common()
        if concept
    ][:most]


def _kind(hit: Hit, kind: str) -> tuple[str, str, str]:
    if kind in WORK:
        concept = hit[WORK[kind]]
        return concept["label"], concept["concept_id"], concept["legacy_ams_taxonomy_id"]
    address = hit["workplace_address"]
    return address[kind], address[f"{kind}_concept_id"], address[f"{kind}_code"]
