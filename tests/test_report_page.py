"""The report page in headless Chromium: filters, highlights, keyboard, size; no error and no request."""

import json
import shutil
import time
from collections import Counter

import pytest

from conflictwire.report import ReportArticle, render_report
from report_samples import HOSTILE, article_of, hostile_article, many_articles

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
if not (BROWSER and DRIVER):
    pytest.skip("no Chromium with chromedriver on this machine", allow_module_level=True)

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SHOWN = list(many_articles(240))
EVENTS = [event for article in SHOWN for event in article.events]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}", "--window-size=1300,1000"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


def load(browser, folder, articles, name="report"):
    page = folder / f"{name}.html"
    page.write_text(render_report(articles), encoding="utf-8")
    browser.get(page.as_uri())


@pytest.fixture
def page(browser, folder):
    load(browser, folder, SHOWN)
    return browser


def run(browser, script, *arguments):
    return browser.execute_script(script, *arguments)


def rows(browser, selector):
    """Texts of the cells of the rows that a selector finds."""
    script = """
        const rows = [...document.querySelectorAll(arguments[0])];
        return rows.map(row => [...row.cells].map(cell => cell.textContent));
    """
    return run(browser, script, selector)


def marks(browser):
    """Start, end, text and fields of the marks on the article."""
    script = """
        const marks = [...document.querySelectorAll('#text mark')];
        return marks.map(m => [+m.dataset.start, +m.dataset.end, m.textContent, m.dataset.fields]);
    """
    return run(browser, script)


def choose(browser, field, value):
    """Sets a filter as a reader would, and waits until the page has followed."""
    script = """
        const field = document.getElementById(arguments[0]);
        if (field.type === 'checkbox') field.checked = arguments[1];
        else field.value = arguments[1];
        field.dispatchEvent(new Event('input', {bubbles: true}));
    """
    run(browser, script, field, value)
    time.sleep(0.4)


def count(browser):
    return int(run(browser, "return document.getElementById('count').textContent").split()[0])


def country(event):
    return event.location.country


FILTERS = [
    ("f-type", "riots", lambda e: e.event_type == "riots"),
    ("f-type", "attack", lambda e: e.sub_event_type == "attack"),
    ("f-actor", "fighters", lambda e: True),  # noqa: ARG005 - every record has them
    ("f-actor", "nobody", lambda e: False),  # noqa: ARG005
    ("f-country", "YEM", lambda e: country(e) == "YEM"),
    ("f-status", "denied", lambda e: e.status == "denied"),
    ("f-from", "2022-01-01", lambda e: str(e.date.end_date) >= "2022-01-01"),
    ("f-to", "2021-06-30", lambda e: str(e.date.start_date) <= "2021-06-30"),
    ("f-confidence", "0.6", lambda e: e.confidence >= 0.6),
    ("f-background", False, lambda e: not e.background),
    ("f-text", "number 17 near", lambda e: e.doc_id == "a17"),
]


@pytest.mark.parametrize(("field", "value", "keeps"), FILTERS, ids=[f"{f}={v}" for f, v, _ in FILTERS])
def test_filters(page, field, value, keeps):
    assert count(page) == len(EVENTS)
    choose(page, field, value)
    assert count(page) == sum(map(keeps, EVENTS))


def test_filters_join_and_clear(page):
    choose(page, "f-type", "protests")
    choose(page, "f-country", "SYR")
    wanted = [e for e in EVENTS if e.event_type == "protests" and country(e) == "SYR"]
    assert count(page) == len(wanted) > 0
    assert [int(row[2]) for row in rows(page, "#by-type tbody tr")] == [len(wanted)]
    run(page, "document.querySelector('#filters button[type=reset]').click()")
    time.sleep(0.3)
    assert count(page) == len(EVENTS)


def test_totals_agree_with_the_records(page):
    found = rows(page, "#by-month tbody tr")
    assert {row[0]: int(row[2]) for row in found} == Counter(str(event.date.start_date)[:7] for event in EVENTS)


def test_highlights_match_the_offsets(page):
    run(page, "document.querySelectorAll('#list button')[8].click()")
    text, (event,) = SHOWN[8].text, SHOWN[8].events
    found = marks(page)
    assert run(page, "return document.getElementById('text').textContent") == text
    assert all(text[start:end] == shown for start, end, shown, _ in found)
    fields = {
        "trigger": event.trigger, "actor": event.actors[0], "target": event.targets[0], "place": event.location,
        "date": event.date, "casualties": event.casualties[0], "source": event.source.claimed_by[0],
    }  # fmt: skip
    for field, span in fields.items():
        inside = [mark for mark in found if field in mark[3].split() and span.start <= mark[0] < span.end]
        assert "".join(mark[2] for mark in inside) == span.text, field


def test_offsets_are_code_points(browser, folder):
    shown = hostile_article()
    load(browser, folder, [shown], "hostile")
    found = marks(browser)
    assert found
    assert all(shown.text[start:end] == text for start, end, text, _ in found)
    assert HOSTILE in run(browser, "return document.getElementById('text').textContent")
    assert run(browser, "return document.querySelectorAll('img, main script').length") == 0


def test_tip_names_field_and_rule(page):
    run(page, "document.querySelector('#text mark.m-trigger').focus()")
    assert "trigger: armed clash battle.raid.verb" in run(page, "return document.getElementById('tip').textContent")
    assert run(page, "return document.getElementById('tip').hidden") is False
    run(page, "document.activeElement.blur()")
    assert run(page, "return document.getElementById('tip').hidden") is True


def test_fields_can_be_switched_off(page):
    assert run(page, "return document.querySelectorAll('#text .m-actor').length") == 1
    run(page, "[...document.querySelectorAll('.fields label')].find(l => l.textContent === 'actor').firstChild.click()")
    assert run(page, "return document.querySelectorAll('#text .m-actor').length") == 0


def test_claims_stand_side_by_side(page):
    table = rows(page, "#claims > div:first-child tr")
    assert table == [
        ["", "Army of MLI", "rebel spokesman", "mayor"],
        ["the event", "says so", "", "denies it"],
        ["killed", "2 state forceskilling 2 guards", "5 state forces5 dead", ""],
    ]


def test_map_points_by_place_shape_and_claims(page):
    points = run(
        page, "return [...document.querySelectorAll('#points > *')].map(p => [p.tagName, p.getAttribute('aria-label')])"
    )
    events = Counter(event.location.name for event in EVENTS)
    assert {label.split(",")[0]: label for _, label in points} == {
        event.location.name: f"{event.location.name}, {country(event)} ({event.location.precision}): "
        f"{events[event.location.name]} events, {3 * events[event.location.name]} claims"
        for event in EVENTS
    }
    shapes = {label.split("(")[1].split(")")[0]: tag for tag, label in points}
    assert shapes == {"exact": "circle", "near": "path", "admin2": "rect", "admin1": "path", "country": "path"}
    run(page, "document.querySelector('#points circle').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))")
    assert count(page) == events["Gao"]


def test_list_is_paged_and_walked_by_keyboard(page):
    assert run(page, "return document.querySelectorAll('#list button').length") == 50
    assert run(page, "return document.getElementById('page').textContent") == "1 to 50 of 240"
    run(page, "document.getElementById('next').click()")
    assert run(page, "return document.getElementById('page').textContent") == "51 to 100 of 240"
    script = """
        const buttons = document.querySelectorAll('#list button');
        buttons[0].focus();
        buttons[0].dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', bubbles: true}));
        return document.activeElement === buttons[1];
    """
    assert run(page, script)


def test_articles_view_shows_quiet_ones(browser, folder):
    load(browser, folder, [*SHOWN[:2], ReportArticle((), "dull", "Nothing here.", status="quiet")], "quiet")
    run(
        browser, "const v = document.getElementById('view'); v.value = 'articles'; v.dispatchEvent(new Event('change'))"
    )
    items = run(browser, "return [...document.querySelectorAll('#list small')].map(i => i.textContent)")
    assert len(items) == 3
    assert items[2] == "quiet"


def test_everything_that_is_worked_has_a_name(page):
    script = """
        const named = e => e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length);
        const worked = [...document.querySelectorAll('button, input, select, [role=button], svg[role]')];
        return worked.filter(e => !named(e)).map(e => e.outerHTML.slice(0, 80));
    """
    assert run(page, script) == []
    assert run(page, "return document.documentElement.lang") == "en"


def test_phone_needs_no_sideways_scrolling(page):
    page.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 380, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    )
    try:
        assert run(page, "return document.documentElement.scrollWidth") <= 380
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_five_thousand_events_stay_responsive(browser, folder):
    load(browser, folder, many_articles(5000), "many")
    assert count(browser) == 5000
    assert run(browser, "return document.querySelectorAll('*').length") < 5000
    script = """
        const begun = performance.now();
        document.getElementById('filters').reset();
        return new Promise(done => setTimeout(() => setTimeout(() => done(performance.now() - begun))));
    """
    times = [run(browser, script) for _ in range(5)]
    assert min(times) < 2000, times  # a tenth of that on an idle core


def test_no_error_and_no_request_leaves_the_page(browser, folder):
    browser.get_log("browser")
    browser.get_log("performance")
    load(browser, folder, [*SHOWN[:20], hostile_article()], "silent")
    choose(browser, "f-type", "riots")
    assert browser.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    assert [url for url in urls if not url.startswith("data:")] == [(folder / "silent.html").as_uri()]


def test_page_says_when_no_source_conflicts(browser, folder):
    (event,) = article_of(0, sub="attack", place="Gao", day=EVENTS[0].date.start_date, killed=2).events
    first, second = event.casualties
    parts = (first, second.model_copy(update={"claimed_by": first.claimed_by}))  # one mouth: parts, no conflict
    source = event.source.model_copy(update={"denied_by": ()})
    calm = event.model_copy(update={"casualties": parts, "source": source})
    load(browser, folder, [ReportArticle([calm], "calm", None)], "calm")
    assert run(browser, "return document.getElementById('no-conflicts').hidden") is False
    assert run(browser, "return document.querySelectorAll('#claims table').length") == 0
