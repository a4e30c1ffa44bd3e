"""Every address of the desk, slice by slice."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("daybreak_web.accounts.urls")),
    path("compartments/", include("daybreak_web.compartments.urls")),
    path("audit/", include("daybreak_web.audit.urls")),
    path("", include("daybreak_web.serving.urls")),
    path("", include("daybreak_web.look.urls")),
]

handler400 = "daybreak_web.look.views.bad_request"
handler403 = "daybreak_web.look.views.forbidden"
handler404 = "daybreak_web.look.views.not_found"
handler500 = "daybreak_web.look.views.server_error"
