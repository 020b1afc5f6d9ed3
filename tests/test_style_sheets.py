import re

import pytest
from django.conf import settings

SHEETS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
ONE_DIRECTION = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?:^|[\s;{])(?:left|right)\s*:|float\s*:\s*(?:left|right)|text-align\s*:\s*(?:left|right)"
    r"|(?:^|[\s;{])direction\s*:|unicode-bidi|letter-spacing|text-transform\s*:(?!\s*none)|font-style\s*:\s*italic"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_css_knows_start_and_end_only(sheet):
    assert ONE_DIRECTION.findall(sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_css_loads_nothing_from_elsewhere(sheet):
    assert re.findall(r"@import|url\((?!['\"]?data:)", sheet.read_text()) == []
