"""Every wrong file is answered with the line, the key and what is allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ConfigError
from tests.config.config_kinds import HEAD, loaded, problems_of

SHOP = '[[sources]]\nname = "shop"\nkind = "shop"\nshop = "1"\n'
"""Lines 3 to 6."""
BELL = '[[notifiers]]\nname = "bell"\nkind = "bell"\nurl = "https://x.example"\nsecret = "env:BELL"\n'
"""Lines 3 to 7."""
CARE = '[[subscriptions]]\nname = "care"\nnotifier = "bell"\n'
"""After BELL: lines 8 to 10."""
ACME = '[[brands]]\nname = "Acme"\n'
"""Lines 3 and 4."""

WRONG = {
    # sections
    "an unknown section": (
        HEAD + '[brnads]\nname = "x"',
        "3 brnads",
        "unknown section `brnads`; did you mean `brands`?",
    ),
    "a section by another name": (HEAD + "[[feeds]]", "3 feeds", "did you mean `sources`?"),
    "a section nobody knows": (
        HEAD + "[zzz]",
        "3 zzz",
        "unknown section `zzz`. Known: brands, judges, monitor, network",
    ),
    "a key above all sections": ('timezone = "UTC"\n' + HEAD, "1 timezone", "write it under [monitor]"),
    "a list written as a table": (HEAD + '[brands]\nname = "x"', "3 brands", "found a table; write one [[brands]]"),
    "a list of texts": ('brands = ["x"]\n' + HEAD, "1 brands", "write one [[brands]] for each entry"),
    "a table written as a list": ("[[monitor]]", "1 monitor", "found a list; write [monitor] once"),
    "a section that is a text": ('web = "x"\n' + HEAD, "1 web", "found a text; write [web] once"),
    # monitor
    "no database": ('[monitor]\n\ntimezone = "UTC"', "1 monitor.database", "missing"),
    "an empty file": ("", "1 monitor.database", "missing"),
    "a database without scheme": ('[monitor]\ndatabase = "m.db"', "2 monitor.database", '"sqlite:///monitor.db"'),
    "PostgreSQL": (
        '[monitor]\ndatabase = "postgresql://u:hunter2@h/d"',
        "2 monitor.database",
        "postgresql is not supported in this version",
    ),
    "another database": ('[monitor]\ndatabase = "mysql://u:hunter2@h/d"', "2 monitor.database", 'the scheme "mysql"'),
    "two slashes": ('[monitor]\ndatabase = "sqlite://m.db"', "2 monitor.database", "three slashes"),
    "a database in memory": ('[monitor]\ndatabase = "sqlite:///:memory:"', "2 monitor.database", "allowed is a file"),
    "a database without a file": ('[monitor]\ndatabase = "sqlite:///"', "2 monitor.database", "allowed is a file"),
    "a database with parameters": (
        '[monitor]\ndatabase = "sqlite:///m?mode=ro"',
        "2 monitor.database",
        "without param",
    ),
    "a database that is a number": ("[monitor]\ndatabase = 5", "2 monitor.database", "found 5; allowed is a text"),
    "a misspelled key": (HEAD + "retention_dys = 5", "3 monitor.retention_dys", "did you mean `retention_days`?"),
    "a key by another name": (HEAD + 'tz = "UTC"', "3 monitor.tz", "unknown key `tz`; did you mean `timezone`?"),
    "a key nobody knows": (HEAD + "zzz = 1", "3 monitor.zzz", "Known: contact, database, retention_days, timezone"),
    "an operator": (HEAD + 'operator = { to = ["x"] }', "3 monitor.operator", "not supported in this version"),
    "an unknown time zone": (HEAD + 'timezone = "Europe/Berln"', "3 monitor.timezone", "did you mean `Europe/Berlin`?"),
    "a folder of time zones": (HEAD + 'timezone = "Europe"', "3 monitor.timezone", "unknown time zone"),
    "a time zone outside": (HEAD + 'timezone = "../../etc/passwd"', "3 monitor.timezone", "unknown time zone"),
    "an empty time zone": (HEAD + 'timezone = ""', "3 monitor.timezone", "unknown time zone"),
    "retention as text": (HEAD + 'retention_days = "7"', "3 monitor.retention_days", 'found "7"; allowed is a whole'),
    "retention true": (HEAD + "retention_days = true", "3 monitor.retention_days", "found true; allowed is a whole"),
    "retention of nothing": (HEAD + "retention_days = 0", "3 monitor.retention_days", "greater than or equal to 1"),
    "a contact with a line end": (HEAD + 'contact = "https://x\\r\\nX: y"', "3 monitor.contact", "web or mail address"),
    "a contact without address": (HEAD + 'contact = "me"', "3 monitor.contact", "web or mail address"),
    # network
    "a network with host bits": (HEAD + '[network]\nallow = ["10.0.0.1/8"]', "4 network.allow.0", "10.0.0.0/8"),
    "a network by name, third line": (
        HEAD + '[network]\nallow = [\n  "::1",\n  "localhost",\n]',
        "6 network.allow.1",
        '"localhost" is no network',
    ),
    "a network as a text": (HEAD + '[network]\nallow = "::1"', "4 network.allow", "allowed is a list"),
    "a network as a number": (HEAD + "[network]\nallow = [5]", "4 network.allow.0", "found 5; a network is a text"),
    "a pace as a number": (
        HEAD + "[network]\npace = 1",
        "4 network.pace",
        "found 1; a duration is a number and s, m, h",
    ),
    "a pace without unit": (HEAD + '[network]\npace = "10"', "4 network.pace", 'such as "90s" or "5m"'),
    "a pace in years": (HEAD + '[network]\npace = "99999d"', "4 network.pace", "a duration"),
    "a host without quotes": (
        HEAD + '[network.hosts]\nx.example = "1s"',
        "4 network.hosts.x",
        "found a table; a duration",
    ),
    "a host with a path": (HEAD + '[network.hosts]\n"x/y" = "1s"', "4 network.hosts.x/y", '"x/y" is no host'),
    "a host with a bad port": (HEAD + '[network.hosts]\n"x:99999" = "1s"', "4 network.hosts.x:99999", "is no host"),
    "a host with a bad pace": (HEAD + '[network.hosts]\n"x.org" = "fast"', "4 network.hosts.x.org", 'found "fast"'),
    # web
    "listening to the world": (HEAD + '[web]\nlisten = "0.0.0.0:80"', "4 web.listen", '"0.0.0.0" is not loopback'),
    "listening on every IPv6": (HEAD + '[web]\nlisten = "[::]:80"', "4 web.listen", "is not loopback"),
    "listening on a name": (HEAD + '[web]\nlisten = "acme.example:80"', "4 web.listen", "loopback only"),
    "listening without port": (HEAD + '[web]\nlisten = "127.0.0.1"', "4 web.listen", "allowed is a host and a port"),
    "a port too high": (HEAD + '[web]\nlisten = "127.0.0.1:65536"', "4 web.listen", "a host and a port"),
    "IPv6 without brackets": (HEAD + '[web]\nlisten = "::1:80"', "4 web.listen", "[::1]:8787"),
    "a port alone": (HEAD + "[web]\nlisten = 8787", "4 web.listen", "found 8787; allowed is a host and a port"),
    "listen by another name": (HEAD + '[web]\nbind = "x"', "4 web.bind", "did you mean `listen`?"),
    "a public address without scheme": (HEAD + '[web]\npublic_url = "acme.example"', "4 web.public_url", "web address"),
    "a public address with a password": (
        HEAD + '[web]\npublic_url = "http://u:hunter2@x"',
        "4 web.public_url",
        "user, password, query",
    ),
    # brands
    "a brand without name": (HEAD + "[[brands]]\ncompetitor = true", "3 brands.0.name", "missing"),
    "two brands of one name": (
        HEAD + ACME + ACME.upper().replace("BRANDS", "brands").replace("NAME", "name"),
        "6 brands.1.name",
        '"ACME" is already the name of brands.0',
    ),
    "a brand with a line end": (HEAD + '[[brands]]\nname = "a\\nb"', "4 brands.0.name", "cannot hold the character"),
    "a brand with a quote": (HEAD + "[[brands]]\nname = 'a\"b'", "4 brands.0.name", "cannot hold the character '\"'"),
    "a brand with an outer blank": (HEAD + '[[brands]]\nname = "Acme "', "4 brands.0.name", 'write "Acme"'),
    "a brand of no letters": (HEAD + '[[brands]]\nname = ""', "4 brands.0.name", "1 to 100 characters, found 0"),
    "a brand that turns the text": (HEAD + '[[brands]]\nname = "a\\u202eb"', "4 brands.0.name", "cannot hold"),
    "a query that does not end": (
        HEAD + ACME + 'query = "acme AND (shoes"',
        "5 brands.0.query",
        "\n    acme AND (shoes\n",
    ),
    "a query on the second line of a text": (
        HEAD + ACME + 'query = """\nacme AND )\n"""',
        "5 brands.0.query",
        "\n    acme AND )\n             ^",
    ),
    "competitor as text": (
        HEAD + ACME + 'competitor = "yes"',
        "5 brands.0.competitor",
        'found "yes"; allowed is true or',
    ),
    "a context word twice": (HEAD + ACME + 'context = ["a", "a"]', "5 brands.0.context", '"a" stands here twice'),
    "a word against of signs": (HEAD + ACME + 'against = ["?!"]', "5 brands.0.against.0", "holds no letter or digit"),
    "an account without @": (HEAD + ACME + 'accounts = ["acme"]', "5 brands.0.accounts.0", "the address of its page"),
    "topics that are not there": (
        HEAD + ACME + 'topics = "t.toml"',
        "5 brands.0.topics",
        "t.toml: there is no such file",
    ),
    "a topic that no brand has": (
        HEAD + BELL + CARE + 'when = "tone = negative AND NOT topic in [app, delivry]"',
        "11 subscriptions.0.when",
        "did you mean `delivery`?",
    ),
    "deadlines": (HEAD + ACME + 'deadlines.bad = "4h"', "5 brands.0.deadlines", "not supported in this version"),
    "hours": (HEAD + ACME + 'hours = "mon-fri 09:00-18:00"', "5 brands.0.hours", "not supported in this version"),
    "a brand's time zone": (HEAD + ACME + 'timezone = "UTC"', "5 brands.0.timezone", "not supported in this version"),
    # sources
    "a source without kind": (HEAD + '[[sources]]\nname = "s"', "3 sources.0.kind", "missing"),
    "an unknown kind": (
        HEAD + '[[sources]]\nname = "s"\nkind = "shpo"',
        "5 sources.0.kind",
        "unknown kind `shpo`; did you mean `shop`? Known: gated, shop",
    ),
    "a kind of a later version": (
        HEAD + '[[sources]]\nname = "s"\nkind = "google_play"\napp = "284882215"\ncountries = ["us"]',
        "5 sources.0.kind",
        "the kind `google_play` is not supported in this version",
    ),
    "a channel of a later version": (
        HEAD + '[[notifiers]]\nname = "s"\nkind = "slack"\npassword = "hunter2"',
        "5 notifiers.0.kind",
        "the kind `slack` is not supported in this version",
    ),
    "a kind that is a number": (
        HEAD + '[[sources]]\nname = "s"\nkind = 5',
        "5 sources.0.kind",
        "found 5; allowed is a text",
    ),
    "an interval by another name": (
        HEAD + SHOP + 'intervall = "5m"',
        "7 sources.0.intervall",
        "unknown key `intervall`; did you mean `every`?",
    ),
    "an interval as a number": (HEAD + SHOP + "every = 300", "7 sources.0.every", "found 300; a duration is a number"),
    "an interval of nothing": (HEAD + SHOP + 'every = "0s"', "7 sources.0.every", 'the shortest interval is "1s"'),
    "an interval below the vendor's": (
        HEAD + SHOP + 'every = "59s"',
        "7 sources.0.every",
        '"59s" is shorter than the vendor allows: shop may be asked once in 1m',
    ),
    "an unknown brand": (HEAD + ACME + SHOP + 'brand = "Acne"', "9 sources.0.brand", "did you mean `Acme`?"),
    "a brand of other case": (HEAD + ACME + SHOP + 'brand = "acme"', "9 sources.0.brand", "did you mean `Acme`?"),
    "a brand where there is none": (HEAD + SHOP + 'brand = "Acme"', "7 sources.0.brand", "none is configured"),
    "a language by name": (HEAD + SHOP + 'language = "English"', "7 sources.0.language", 'such as "en" or "pt-BR"'),
    "a source's time zone": (HEAD + SHOP + 'timezone = "Mars"', "7 sources.0.timezone", "unknown time zone"),
    "an order of dates": (HEAD + SHOP + 'date_order = "dmy"', "7 sources.0.date_order", "'DMY', 'MDY' or 'YMD'"),
    "no pages": (HEAD + SHOP + "max_pages = 0", "7 sources.0.max_pages", "greater than or equal to 1"),
    "a weight of nothing": (HEAD + SHOP + "weight = 0", "7 sources.0.weight", "greater than or equal to 0.01"),
    "a weight beyond measure": (HEAD + SHOP + "weight = inf", "7 sources.0.weight", "allowed is a finite number"),
    "a weight in words": (HEAD + SHOP + 'weight = "2"', "7 sources.0.weight", "allowed is a number"),
    "accepted terms": (HEAD + SHOP + "accept_site_terms = true", "7 sources.0.accept_site_terms", "not supported in"),
    "a kind that needs acceptance": (
        HEAD + SHOP.replace('kind = "shop"', 'kind = "gated"'),
        "5 sources.0.kind",
        "gated needs `accept_site_terms`, which is not supported in this version",
    ),
    "an option that is missing": (
        HEAD + '[[sources]]\nname = "s"\nkind = "shop"',
        "3 sources.0.shop",
        "missing; this key is required here",
    ),
    "an option of another type": (
        HEAD + SHOP.replace('"1"', "1"),
        "6 sources.0.shop",
        "found a whole number; allowed is a",
    ),
    "an element of an option": (
        HEAD + SHOP + 'countries = [\n "us",\n 5]',
        "9 sources.0.countries.1",
        "found a whole number; allowed is a text",
    ),
    "an option's choice": (
        HEAD + SHOP + 'sort = "old"',
        "7 sources.0.sort",
        "found a text; allowed is 'newest' or 'helpful'",
    ),
    "an unknown option": (HEAD + SHOP + 'contries = ["us"]', "7 sources.0.contries", "did you mean `countries`?"),
    "a plain secret": (HEAD + SHOP + 'token = "hunter2"', "7 sources.0.token", '"env:NAME" or "file:PATH"'),
    "the second source": (
        HEAD + SHOP + SHOP.replace('name = "shop"', 'name = "b"') + "accept_site_terms = true",
        "11 sources.1.accept_site_terms",
        "not supported",
    ),
    "two sources of one name": (HEAD + SHOP + SHOP, "8 sources.1.name", '"shop" is already the name of sources.0'),
    # notifiers
    "an unknown notifier kind": (HEAD + '[[notifiers]]\nname = "n"\nkind = "bel"', "5 notifiers.0.kind", "Known: bell"),
    "a secret in the file": (HEAD + BELL.replace("env:BELL", "hunter2"), "7 notifiers.0.secret", "never as itself"),
    "a secret that is a number": (
        HEAD + BELL.replace('"env:BELL"', "12345"),
        "7 notifiers.0.secret",
        "never as itself",
    ),
    "a secret without name": (HEAD + BELL.replace("env:BELL", "env:"), "7 notifiers.0.secret", "never as itself"),
    "an address with its secret": (
        HEAD + BELL.replace("https://x.example", "http://x.example/hunter2"),
        "6 notifiers.0.url",
        "an https address is wanted here",
    ),
    "two notifiers of one name": (HEAD + BELL + BELL, "9 notifiers.1.name", "already the name of notifiers.0"),
    # subscriptions
    "an unknown notifier": (
        HEAD + BELL + '[[subscriptions]]\nname = "c"\nnotifier = "bel"',
        "10 subscriptions.0.notifier",
        "unknown notifier `bel`; did you mean `bell`?",
    ),
    "an unknown brand in a list": (
        HEAD + BELL + CARE + 'brands = [\n "Acme", "Acmee"]\n' + ACME,
        "12 subscriptions.0.brands.1",
        "unknown brand `Acmee`; did you mean `Acme`?",
    ),
    "a recipient the notifier refuses": (
        HEAD + BELL + CARE + 'to = ["nobody"]',
        "11 subscriptions.0.to",
        "a bell rings for addresses with @ only",
    ),
    "a recipient named twice": (
        HEAD + BELL + CARE + 'to = ["a@b", "a@b"]',
        "11 subscriptions.0.to",
        "stands here twice",
    ),
    "a recipient without list": (
        HEAD + BELL + CARE + 'to = "a@b"',
        "11 subscriptions.0.to",
        "allowed is a list in [ ]",
    ),
    "a condition that does not end": (
        HEAD + BELL + CARE + 'when = "tone = "',
        "11 subscriptions.0.when",
        "\n    tone = \n",
    ),
    "a daily rhythm": (
        HEAD + BELL + CARE + 'rhythm = "daily 08:00"',
        "11 subscriptions.0.rhythm",
        '"daily 08:00" is not supported in this version; only "instant" is',
    ),
    "a group window": (HEAD + BELL + CARE + 'group = "30s"', "11 subscriptions.0.group", 'only "0s" is'),
    "a cap": (HEAD + BELL + CARE + 'cap = "6/h"', "11 subscriptions.0.cap", "not supported in this version"),
    "quiet hours": (HEAD + BELL + CARE + 'quiet = "22:00-07:00"', "11 subscriptions.0.quiet", "not supported in this"),
    "a subscription's time zone": (
        HEAD + BELL + CARE + 'timezone = "Mars"',
        "11 subscriptions.0.timezone",
        "unknown time zone",
    ),
    "a subscription's language by name": (
        HEAD + BELL + CARE + 'language = "English"',
        "11 subscriptions.0.language",
        'such as "en" or "pt-BR"',
    ),
    "a language that is not spoken": (
        HEAD + BELL + CARE + 'language = "tlh"',
        "11 subscriptions.0.language",
        '"tlh" is not spoken in this version; allowed is one of en, de, fr',
    ),
    "a filter": (HEAD + BELL + CARE + 'filter = "x"', "11 subscriptions.0.filter", "did you mean `when`?"),
    # TOML itself
    "a text without quotes": ("[monitor]\ndatabase = sqlite", "2 column 12", "Invalid value; a text needs quotes"),
    "a duration without quotes": (HEAD + "retention_days = 5d", "3 column 19", "a text needs quotes"),
    "a section twice": (HEAD + "[monitor]", "3 column 9", "Cannot declare"),
    "a key twice": (HEAD + 'database = "x"', "3 column 15", "this key stands here twice"),
    "a text that does not end": (HEAD + 'contact = "x', "3 column 13", "Unterminated string"),
}


@pytest.mark.parametrize(("text", "where", "fragment"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_with_its_line(text: str, where: str, fragment: str) -> None:
    problems = problems_of(text)
    assert [problem.where for problem in problems] == [f"config.toml:{where}"]
    assert fragment in problems[0].text


@pytest.mark.parametrize("text", [text for text, _, _ in WRONG.values() if "hunter2" in text])
def test_what_may_be_a_secret_is_never_repeated(text: str) -> None:
    problems = problems_of(text)
    assert problems
    assert not any("hunter2" in str(problem) for problem in problems)


def test_every_problem_is_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        '[monitor]\ndatabase = "x"\nzzz = 1\n[web]\nlisten = "0.0.0.0:1"\n'
        + SHOP.replace('"1"', "1")
        + 'every = "1s"\nbrand = "B"\n'
        + BELL.replace("env:", "")
        + CARE
        + 'cap = "1/h"\n'
    )
    assert [problem.where for problem in problems_of(text)] == [
        "config.toml:2 monitor.database",
        "config.toml:3 monitor.zzz",
        "config.toml:5 web.listen",
        "config.toml:9 sources.0.shop",
        "config.toml:10 sources.0.every",
        "config.toml:11 sources.0.brand",
        "config.toml:16 notifiers.0.secret",
        "config.toml:20 subscriptions.0.cap",
    ]


def test_a_misspelled_kind_is_missing_and_unknown() -> None:
    problems = problems_of(HEAD + '[[sources]]\nname = "s"\nkindd = "shop"\nshop = "1"\naccept_site_terms = true\n')
    assert [str(problem).split(" Known")[0] for problem in problems] == [
        "config.toml:3 sources.0.kind: missing; this key is required here",
        "config.toml:5 sources.0.kindd: unknown key `kindd`; did you mean `kind`?",
        "config.toml:7 sources.0.accept_site_terms: `accept_site_terms` is not supported in this version",
    ]


def test_a_name_in_the_file_cannot_drive_the_terminal() -> None:
    problems = problems_of(HEAD + '"a\\u001b[31m" = 1\n')
    assert problems[0].where == r"config.toml:3 monitor.a\x1b[31m"
    assert "\x1b" not in str(problems[0])


def test_deep_nesting_is_an_error_like_others() -> None:
    assert "nested too deeply" in str(problems_of("a = " + "[" * 100_000)[0])


def test_a_key_of_a_thousand_parts_is_an_error_like_others() -> None:
    assert "nested too deeply" in str(problems_of("a." * 1000 + "b = 1")[0])


def test_of_many_right_names_thirty_are_shown() -> None:
    brands = "".join(f'[[brands]]\nname = "B{number}"\n' for number in range(40))
    assert problems_of(HEAD + brands + SHOP + 'brand = "zzz"')[0].text.endswith(" and 10 more")


def test_a_number_of_five_thousand_digits_is_an_error_like_others() -> None:
    assert "digits" in str(problems_of("a = " + "9" * 5000)[0])


_KEYS = st.sampled_from(["monitor", "web", "brands", "sources", "notifiers", "subscriptions", "name", "kind", "x"])
_VALUES = st.recursive(
    st.sampled_from(['"shop"', '"bell"', '"Acme"', '"5m"', '"env:X"', "5", "1.5", "true", "1979-05-27", "''", "nan"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
    max_leaves=5,
)
_STATEMENTS = st.one_of(
    _KEYS.map(lambda key: f"[{key}]"),
    _KEYS.map(lambda key: f"[[{key}]]"),
    st.tuples(
        st.sampled_from(
            [
                *("name", "kind", "every", "brand", "to", "brands", "when", "query", "shop", "url", "secret", "listen"),
                *("pace", "allow", "hosts", "timezone", "database", "notifier"),
            ]
        ),
        _VALUES,
    ).map(" = ".join),
)


@given(st.lists(_STATEMENTS, max_size=12).map("\n".join))
def test_any_arrangement_of_words_loads_or_is_a_config_error(text: str) -> None:
    for begin in ("", HEAD):
        try:
            loaded(begin + text)
        except ConfigError as e:
            assert e.problems  # noqa: PT017 - what else would be raised is the failure
