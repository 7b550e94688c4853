from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "policywiki.places"
    label = "places"
