"""citizen calendar."""

import json
from pathlib import Path
from typing import Any

from tests.commands.conftest import Citizen

NOTICE: dict[str, Any] = {
    "day": "2026-11-23",
    "kind": "day_off_in_lieu",
    "name": {"vi": "Nghỉ hoán đổi", "en": "Day off swapped"},
    "source": "Thông báo 1/TB-BNV",
}
WORKED = NOTICE | {"day": "2026-11-28", "kind": "working_day_in_lieu"}


def written(folder: Path, *days: Any) -> str:
    """A file with these notices."""
    file = folder / "notices.json"
    file.write_text(json.dumps({"days": days}), encoding="utf-8")
    return str(file)


def test_a_yearly_notice_is_imported_once_and_can_be_taken_back(
    city: Citizen, tmp_path: Path
) -> None:
    file = written(tmp_path, NOTICE, WORKED)

    first, again = (city("calendar", "import", file) for _ in range(2))

    assert first.output.startswith("2 of 2 notices are new. ")
    assert "0 of 2 notices are new. 0 opening hours" in again.output
    shown = city("calendar", "show", "2026").output
    assert "2026-11-23  day_off_in_lieu     official  Nghỉ hoán đổi" in shown
    city("calendar", "withdraw", "2026-11-23")
    assert "2026-11-23" not in city("calendar", "show", "2026").output
    gone = city("calendar", "withdraw", "2026-11-23")
    assert gone.exit_code == 1
    assert "there is no notice about 2026-11-23" in gone.output


def test_a_bad_file_is_refused_whole_and_says_where(
    city: Citizen, tmp_path: Path
) -> None:
    for bad, where in (
        (NOTICE | {"kind": "tet"}, "day 2: "),
        (NOTICE | {"day": "23/11/2026"}, "day 2: "),
        (WORKED | {"day": "2026-11-23"}, "Saturday or a Sunday"),
        ("tomorrow", "no JSON object"),
    ):
        answer = city("calendar", "import", written(tmp_path, NOTICE, bad))
        assert answer.exit_code == 1, bad
        assert where in answer.output, bad
    assert "2026-11-23" not in city("calendar", "show", "2026").output
