from django.conf import settings
from django.urls import path

from . import views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("healthz/vitals", views.vitals, name="vitals"),
]
if settings.DEBUG:
    urlpatterns += [path("outbox/", views.outbox, name="outbox")]
