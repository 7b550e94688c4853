from django.conf import settings
from django.urls import path

from . import views

app_name = "operations"
urlpatterns = [
    path("healthz", views.health, name="health"),
    path("preferences/", views.preferences, name="preferences"),
]
if settings.DEBUG:
    urlpatterns += [
        path("outbox/", views.outbox, name="outbox"),
        path("styleguide/", views.styleguide, name="styleguide"),
    ]
