"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def stub(request: HttpRequest) -> HttpResponse:
    return HttpResponse("search")


app_name = "search"
urlpatterns = [path("", stub, name="results")]
