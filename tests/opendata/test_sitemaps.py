import xml.etree.ElementTree as ElementTree

import pytest

from cic_portal.languages import CODES
from tests.portal_pages import elements, parsed

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def sitemap(client, address):
    return ElementTree.fromstring(client.get(address).content)


def test_the_index_names_one_sitemap_for_each_language(client):
    found = [loc.text for loc in sitemap(client, "/sitemap.xml").iter(f"{SITEMAP}loc")]

    assert found == [f"https://portal.example/sitemap-{code}.xml" for code in CODES]


def test_the_sitemap_names_what_the_pages_name(client):
    urls = list(sitemap(client, "/sitemap-ka.xml").iter(f"{SITEMAP}url"))
    assert len(urls) > 70

    for url in urls[::10]:
        address = url.find(f"{SITEMAP}loc").text
        named = {(link.get("hreflang"), link.get("href")) for link in url.iter(f"{XHTML}link")}
        document = parsed(client.get(address.removeprefix("https://portal.example")))
        head = [link for link in elements(document, "link") if link.get("rel") == "alternate"]
        assert named == {(link.get("hreflang"), link.get("href")) for link in head}


def test_sitemaps_cost_the_same_for_any_number_of_pages(client, django_assert_num_queries):
    with django_assert_num_queries(8):
        client.get("/sitemap-uk.xml")


def test_robots_are_told_where_the_sitemap_is(client):
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Sitemap: https://portal.example/sitemap.xml",
    ]
