"""The stand-in's adverts, all invented: jobs/adverts.json grown to what the job service replies.

In the file days count from today. Every advert names a person to contact, so that tests can prove
that none of them comes out.
"""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).with_name("jobs")
PAGE = "https://arbetsformedlingen.se/platsbanken/annonser/"
SWEDEN = {"country": "Sverige", "country_code": "199", "country_concept_id": "i46j_HmG_v64"}
NORWAY = {"country": "Norge", "country_code": None, "country_concept_id": "QJgN_Zge_BzJ"}
MALMO = {
    "municipality": "Malmö",
    "municipality_code": "1280",
    "municipality_concept_id": "oYPt_yRA_Smm",
    "region": "Skåne län",
    "region_code": "12",
    "region_concept_id": "CaRE_1nn_cSU",
}
LANGUAGES = {"Svenska": ("zSLA_vw2_FXN", "502"), "Engelska": ("NVxJ_hLg_TYS", "283")}
LICENCES = {"B": "VTK8_WRx_GcM", "CE": "zZu8_iZ9_wMH", "D": "hK1a_wsQ_4UG"}
FIELD_CODES = {"NYW6_mP6_vwf": "8", "6Hq3_tKo_V57": "18", "apaJ_2ja_LuF": "3"}


def adverts() -> list[dict[str, Any]]:
    """Every advert as /ad/{id} gives it."""
    tables = _Tables()
    today = datetime.now(ZoneInfo("Europe/Stockholm")).date()
    midnight = datetime.combine(today, time())
    return [tables.grown(seed, midnight) for seed in _table("adverts.json")]


def _table(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


class _Tables:
    """What the codes in a seed stand for."""

    def __init__(self) -> None:
        self.places = {MALMO["municipality_concept_id"]: MALMO}
        table = _table("municipalities.json")
        codes = {one["region_concept_id"]: one["region_code"] for one in table["regions"]}
        for one in table["municipalities"]:
            self.places[one["municipality_concept_id"]] = {
                "municipality": one["name"],
                "municipality_code": one["scb_code"],
                "municipality_concept_id": one["municipality_concept_id"],
                "region": one["region"],
                "region_code": codes[one["region_concept_id"]],
                "region_concept_id": one["region_concept_id"],
            }
        groups = [
            group for some in _table("occupations.json")["professions"].values() for group in some
        ]
        self.groups = {group["occupation_group_concept_id"]: group for group in groups}

    def grown(self, seed: dict[str, Any], midnight: datetime) -> dict[str, Any]:
        """The whole advert, nulls included."""
        return {
            **_head(seed),
            **_terms(seed),
            **_people(seed),
            **self._work(seed),
            **_dates(seed, midnight),
            "workplace_address": self._address(seed),
            "must_have": _wanted(seed["languages"]),
            "nice_to_have": _wanted([]),
        }

    def _work(self, seed: dict[str, Any]) -> dict[str, Any]:
        group = self.groups[seed["group"]]
        ssyk, field = group["ssyk2012"], group["occupation_field_concept_id"]
        return {
            "occupation": _concept(f"TEST_{ssyk}", group["label_v30"] + " (exempel)", None),
            "occupation_group": _concept(seed["group"], group["label_v30"], ssyk),
            "occupation_field": _concept(
                field, group["occupation_field_v30"], FIELD_CODES.get(field)
            ),
        }

    def _address(self, seed: dict[str, Any]) -> dict[str, Any]:
        nowhere = dict.fromkeys(MALMO)
        return {
            **(self.places[seed["municipality"]] if seed["municipality"] else nowhere),
            **(NORWAY if seed["country"] else SWEDEN),
            "street_address": None,
            "postcode": None,
            "city": None,
            "coordinates": seed["coordinates"],
        }


def _concept(concept: str, label: str, code: str | None) -> dict[str, Any]:
    return {"concept_id": concept, "label": label, "legacy_ams_taxonomy_id": code}


def _head(seed: dict[str, Any]) -> dict[str, Any]:
    headline, text = seed["headline"], "PÅHITTAD TEXT FÖR TEST."
    if seed["contact"]:
        text += f" Frågor? Ring {seed['contact']['name']}, {seed['contact']['telephone']}."
    return {
        "id": seed["id"],
        "external_id": None,
        "original_id": None,
        "label": "[]" if int(seed["id"]) % 5 == 0 else [],
        "webpage_url": PAGE + seed["id"],
        "logo_url": None,
        "headline": headline,
        "number_of_vacancies": seed["posts"],
        "description": {
            "text": f"{headline}\n\n{text}",
            "text_formatted": f"<p>{headline}</p><p>{text}</p>",
            "company_information": None,
            "needs": None,
            "requirements": None,
            "conditions": "Deltid." if seed["part_time"] else "Heltid. Tillsvidare.",
        },
        "source_type": "VIA_ANNONSERA",
    }


def _terms(seed: dict[str, Any]) -> dict[str, Any]:
    part = seed["part_time"]
    permanent = "Tillsvidareanställning (inkl. eventuell provanställning)"
    hours = ("947z_JGS_Uk2", "Deltid", "3") if part else ("6YE1_gAC_R2G", "Heltid", "1")
    licences = [_concept(LICENCES[one], one, None) for one in seed["licence"] or ()]
    return {
        "employment_type": _concept("kpPX_CNN_gDU", permanent, None),
        "salary_type": _concept("oG8G_9cW_nRf", "Fast månads- vecko- eller timlön", "1"),
        "salary_description": None,
        "duration": _concept("a7uU_j21_mkL", "Tills vidare", "1"),
        "working_hours_type": _concept(*hours),
        "scope_of_work": {"min": 50 if part else 100, "max": 75 if part else 100},
        "access": None,
        "experience_required": seed["experience"],
        "access_to_own_car": False,
        "driving_license_required": bool(licences),
        "driving_license": licences or None,
    }


def _people(seed: dict[str, Any]) -> dict[str, Any]:
    """The employer, and whom to ask: what must never reach a visitor."""
    contact = seed["contact"]
    email = contact["email"] if contact else None
    return {
        "employer": {
            "phone_number": contact["telephone"] if contact else None,
            "email": email,
            "url": None,
            "organization_number": "0000000000",
            "name": seed["employer"],
            "workplace": seed["employer"],
        },
        "application_details": {
            "information": f"Sök hos {contact['name']}." if contact else None,
            "reference": None,
            "email": email,
            "via_af": False,
            "url": f"https://example.test/apply/{seed['id']}",
            "other": None,
        },
        "application_contacts": [{**contact, "description": None, "contact_type": None}]
        if contact
        else [],
    }


def _dates(seed: dict[str, Any], midnight: datetime) -> dict[str, Any]:
    posted = midnight + timedelta(days=seed["posted"] - 1, minutes=seed["minute"])
    last = midnight + timedelta(days=seed["closes"] or 90, hours=23, minutes=59, seconds=59)
    return {
        "application_deadline": last.isoformat() if seed["closes"] is not None else None,
        "publication_date": posted.isoformat(),
        "last_publication_date": last.isoformat(),
        "removed": False,
        "removed_date": None,
        "timestamp": int(posted.timestamp() * 1000),
    }


def _wanted(languages: list[str]) -> dict[str, Any]:
    return {
        "skills": [],
        "languages": [
            {**_concept(LANGUAGES[one][0], one, LANGUAGES[one][1]), "weight": 10}
            for one in languages
        ],
        "work_experiences": [],
        "education": [],
        "education_level": [],
    }
