from django.conf import settings
from django.urls import path

from . import views

urlpatterns = [path("healthz", views.health, name="health")]
if settings.DEBUG:
    urlpatterns += [path("outbox/", views.outbox, name="outbox")]
