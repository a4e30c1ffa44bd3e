"""What every response tells the browser: only our own files, nobody else's frame, nothing kept.

response -> content policy, isolation, permissions -> and no-store on everything but static files
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY: Final = "; ".join((
    "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
))

#: What a page of ours may ask of the device: nothing, but passkeys for our own pages.
PERMISSIONS: Final = ", ".join((
    *(f"{asked}=()" for asked in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "geolocation",
        "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock",
        "usb", "xr-spatial-tracking")),
    "publickey-credentials-create=(self)", "publickey-credentials-get=(self)",
))

ALWAYS: Final[dict[str, str]] = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Robots-Tag": "noindex, nofollow",
}


class StrictHeaders:
    """Sets the headers, whatever a view said before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response[name] = value
        if not request.path_info.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            response["Cache-Control"] = "no-store, private"
        return response
