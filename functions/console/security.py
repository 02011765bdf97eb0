"""The headers that go with every response.

Sources: OWASP Secure Headers Project, CSP Level 3. `form-action` names ourselves only, because signing out posts to us
and then shows a page of ours; signing in is a link, which `form-action` does not govern.
"""

from functions.console.web import WebRequest, WebResponse

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_HSTS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


def response_headers(request: WebRequest, response: WebResponse) -> dict[str, str | list[str]]:
    """All headers of a response. What says nothing of caching is not kept anywhere."""
    headers: dict[str, str | list[str]] = {"Cache-Control": "no-store"}
    headers |= {**_ALWAYS, **(_HSTS if request.is_secure else {}), **response.headers}
    headers["Content-Type"] = response.content_type
    if response.cookies:
        headers["Set-Cookie"] = list(response.cookies)
    return headers
