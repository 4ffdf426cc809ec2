"""A page without reviews: is it a block, captcha, login or consent page, or a shape that nobody knows?

By markup, not by words: "captcha" and "access denied" stand in real reviews, and ordinary pages load the scripts of
Cloudflare and DataDome. That is why this is asked only where nothing else was found on the page. HTTP 200 is no proof
of anything (Amazon's sign-in page, a challenge of AWS with 202).
"""

import re
from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from monitor.core.text import html_to_text
from sources._review_markup import title_of

LOOKED_AT = 512 * 1024
"""Characters."""


def block(text: str, parsed: LexborHTMLParser, headers: Mapping[str, str]) -> str:
    """Why this is a page that keeps us out; "" where it is not."""
    title = title_of(parsed)
    reason = by_headers(headers) or _by_markup(text, parsed) or _by_title(title)
    return f"{reason}{f', titled {title!r}' if title else ''}" if reason else ""


def by_headers(headers: Mapping[str, str]) -> str:
    return next((reason for name, value, reason in _HEADERS if value in headers.get(name, "").lower()), "")


def by_marks(text: str) -> str:
    """In JSON too: DataDome and PerimeterX answer an API with the address of their captcha."""
    lower = text[:LOOKED_AT].lower()
    return next((reason for mark, reason in _MARKS if mark in lower), "")


def _by_markup(text: str, parsed: LexborHTMLParser) -> str:
    return (
        by_marks(text) or _matching(parsed, _SELECTORS) or (_matching(parsed, _LONELY) if _says_little(parsed) else "")
    )


def _matching(parsed: LexborHTMLParser, rules: Sequence[tuple[str, str]]) -> str:
    return next((reason for selector, reason in rules if parsed.css_first(selector) is not None), "")


def _says_little(parsed: LexborHTMLParser) -> bool:
    body = parsed.body
    return body is None or len(html_to_text(body.html or "", 2 * _FEW)) < _FEW


def _by_title(title: str) -> str:
    return next((reason for pattern, reason in _TITLES if pattern.search(title)), "")


_HEADERS = (
    ("cf-mitigated", "challenge", "a challenge of Cloudflare"),
    ("x-amzn-waf-action", "c", "a challenge of AWS"),
    ("x-datadome", "protected", "a block of DataDome"),
)
_MARKS = (
    ("_cf_chl_opt", "a challenge of Cloudflare"),
    ("cf-browser-verification", "a challenge of Cloudflare"),
    ("cf-error-details", "a block of Cloudflare"),
    ('id="challenge-error-text"', "a challenge of Cloudflare"),
    ("geo.captcha-delivery.com", "a captcha of DataDome"),
    ("ct.captcha-delivery.com", "a captcha of DataDome"),
    ("ct.datadome.co", "a captcha of DataDome"),
    ("px-captcha", "a captcha of PerimeterX"),
    ("perimeterx.net/captcha", "a captcha of PerimeterX"),
    ('"blockscript"', "a block of PerimeterX"),
    ("_incapsula_resource", "a block of Imperva"),
    ("awswafcookiedomainlist", "a challenge of AWS"),
    ("awswafintegration.savereferrer", "a challenge of AWS"),
    ("window.gokuprops", "a challenge of AWS"),
    ("errors.edgesuite.net", "a block of Akamai"),
    ("sec-if-cpt-container", "a challenge of Akamai"),
    ("ddos-guard", "a challenge of DDoS-Guard"),
    ("sucuri website firewall", "a block of Sucuri"),
    ("/errors/validatecaptcha", "a captcha of Amazon"),
    ("google.com/sorry", "a captcha of Google"),
    ("distil_r_captcha", "a captcha of Distil"),
    ("anubis_challenge", "a challenge of Anubis"),
    ("failed some security checks", "a captcha of the site"),
)  # fmt: skip
"""Lower case; each stands in the markup or script of such a page, not in what people write, nor on pages that let us
in: those load the scripts of AWS, Kasada and PerimeterX too."""
_SELECTORS = (
    ("#challenge-form, #challenge-running, #challenge-stage", "a challenge of Cloudflare"),
    ("#captcha-box, #captcha-container, form[action*=captcha]", "a captcha"),
    ("form#ap_signin_form, form[name=signIn]", "a login page of Amazon"),
    ('form[action*="consent.google."], form[action*="consent.youtube."]', "a consent page of Google"),
    ('form[action*="collectConsent"]', "a consent page of Yahoo"),
)
_FEW = 1_500
_LONELY = (
    ('iframe[src*="hcaptcha.com"], .h-captcha, .g-recaptcha, .cf-turnstile', "a captcha"),
    ("input[type=password], input[type=PASSWORD]", "a login page"),
    ('script[src*=".awswaf.com"]', "a challenge of AWS"),
    ('script[src*="ips.js?"]', "a challenge of Kasada"),
    ('script[src*="privacy-mgmt.com"], iframe[src*="privacy-mgmt.com"], form[action*=consent]', "a consent page"),
)
"""On a page with fewer characters of text than that: ordinary pages have a login in their head, a captcha at their
comments (3 of 80 pages without reviews)."""
_TITLES = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (r"^\s*(?:just a moment|nur einen moment|un momento|un instant|attention required)", "a challenge"),
        (r"access (?:to this page has been )?denied|^\s*(?:403 )?forbidden|robot check|been blocked", "a block"),
        (r"pardon our interruption|security check|are you (?:a )?(?:human|robot)|verif(?:y|ying) you", "a block"),
        (r"^\s*(?:sign in|log ?in|anmelden|einloggen|connexion|iniciar sesi[oó]n|accedi|inloggen)\b", "a login page"),
        (r"before you continue|bevor sie (?:fortfahren|weiter)|avant d.acc[eé]der", "a consent page"),
    )
)
