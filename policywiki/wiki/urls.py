from django.urls import URLPattern

app_name = "wiki"
urlpatterns: list[URLPattern] = []
