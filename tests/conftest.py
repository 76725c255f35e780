"""Where the tests find real registers: `--real-data DIR`, else tests that need them stay out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The first call of a kernel may compile it, and no test is about time.
settings.register_profile("docanalyzer", deadline=None)
settings.load_profile("docanalyzer")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--real-data",
        default=os.environ.get("DOCANALYZER_TEST_DATA"),
        help="folder of real registers and circulars; tests marked real_data run only with it",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "real_data: needs the folder given with --real-data")
    config.addinivalue_line("markers", "slow: builds, compiles, waits or scans; not in make quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--real-data"):
        return
    without = [item for item in items if item.get_closest_marker("real_data") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in without])
    items[:] = without


@pytest.fixture(scope="session")
def real_data(request: pytest.FixtureRequest) -> Path:
    """Folder of the real data; use together with the marker `real_data`."""
    return Path(request.config.getoption("--real-data"))
