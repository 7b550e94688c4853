"""Addresses without a language: /p/137 never changes, whatever becomes of titles and languages."""

from django.urls import path

from .views.reading import short_address

urlpatterns = [
    path("p/<int:number>", short_address, name="proposal"),
    path("p/<int:number>/", short_address),
]
