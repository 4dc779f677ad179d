"""What a test sees of a page in the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class Opened:
    """A page in the browser, and what it complained about and asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


Open: TypeAlias = Callable[..., Opened]

ROWS = ".farsakh-rows tbody tr:not(.farsakh-gap)"


def listed(page: Page) -> int:
    """Count the rows of the table, those included that are not in the document now."""
    settled = page.locator(".farsakh-rows table[aria-rowcount]:not([aria-busy])")
    return int(settled.get_attribute("aria-rowcount")) - 1


def marked(page: Page) -> int:
    """Count the incidents on the map: numbers of clusters, and single marks."""
    sizes = page.locator(".farsakh-cluster span").all_inner_texts()
    return sum(map(int, sizes)) + page.locator(".farsakh-point").count()
