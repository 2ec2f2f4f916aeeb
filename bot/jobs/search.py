"""The client of the job service: JobSearch of Arbetsförmedlingen, and its own page for people."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from urllib.parse import quote

import cachetools
import requests
import structlog

from bot.errors import JobServiceError
from bot.jobs.adverts import FIELDS, Found, read
from bot.jobs.fetch import Session, fetch
from bot.jobs.patience import Effort, Gate, Threads

log = structlog.get_logger()

PLATSBANKEN = "https://arbetsformedlingen.se/platsbanken/annonser"
MOST_ADVERTS = 100
MOST_OFFSET = 2000
MOST_KEPT = 512


@dataclass(frozen=True)
class Query:
    """Occupation groups, and municipalities or counties: concept ids of the taxonomy.

    Not both: the service would give all of the county, for it takes the union of all places.
    """

    groups: tuple[str, ...]
    municipalities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    offset: int = 0
    limit: int = 5

    def __post_init__(self) -> None:
        """Raises: ValueError, when the service would refuse or misunderstand it."""
        if self.municipalities and self.regions:
            raise ValueError("municipalities or regions, not both: the service takes their union")
        if not 0 <= self.limit <= MOST_ADVERTS:
            raise ValueError(f"limit must be 0-{MOST_ADVERTS}")
        if not 0 <= self.offset <= MOST_OFFSET:
            raise ValueError(f"offset must be 0-{MOST_OFFSET}")

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What the service is asked, a parameter for each id: they are OR-ed."""
        return [
            *(("occupation-group", one) for one in self.groups),
            *(("municipality", one) for one in self.municipalities),
            *(("region", one) for one in self.regions),
            ("limit", str(self.limit)),
            ("offset", str(self.offset)),
            ("sort", "pubdate-desc"),
        ]


class JobSearch:
    """Asks the job service at `url`; an answer takes at most `budget_s` seconds.

    Answers are kept for `keep_s` seconds. After `fail_max` failed calls in a row the service is
    left alone for `open_s` seconds. Threads may share one.
    """

    def __init__(
        self,
        url: str,
        key: str = "",
        *,
        budget_s: float = 5.0,
        session: requests.Session | None = None,
        keep_s: float = 600.0,
        fail_max: int = 4,
        open_s: float = 60.0,
        is_sample: bool = False,
    ) -> None:
        self.is_sample = is_sample
        """Whether the adverts are made up, and must be shown as such."""
        self._url = url.rstrip("/") + "/search"
        self._headers = {
            "accept": "application/json",
            "accept-encoding": "identity",
            "user-agent": "farled",
            "X-Fields": FIELDS,
            **({"api-key": key} if key else {}),
        }
        self._budget_s = budget_s
        self._session = session or Session()
        self._kept: cachetools.TTLCache[Query, Found] = cachetools.TTLCache(MOST_KEPT, keep_s)
        self._keeping = threading.Lock()
        self._gate = Gate(fail_max, open_s)
        self._threads = Threads()

    def find(self, query: Query) -> Found:
        """The newest adverts first; no adverts is an answer too. Raises: JobServiceError."""
        with self._keeping:
            kept = self._kept.get(query)
        if kept is not None:
            log.info("jobs.found", total=kept.total, cached=True)
            return kept
        found = self._ask(query)
        with self._keeping:
            self._kept[query] = found
        log.info("jobs.found", total=found.total, cached=False)
        return found

    def _ask(self, query: Query) -> Found:
        effort = Effort.of(self._budget_s)

        def work() -> Found:
            return read(fetch(self._session, self._url, query.parameters, self._headers, effort))

        try:
            return self._gate.call(lambda: self._threads.run(work, effort))
        except JobServiceError as error:
            log.warning("jobs.failed", reason=str(error), status=error.status, tries=effort.tries)
            raise


def platsbanken(what: str) -> str:
    """The link to Platsbanken's own search for these words, for people to open."""
    return f"{PLATSBANKEN}?q={quote(' '.join(what.split()), safe='', errors='ignore')}"
