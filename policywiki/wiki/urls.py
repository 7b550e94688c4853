from django.urls import path

from .views import authors, history, restoring

app_name = "wiki"
urlpatterns = [
    path("history/<int:page_id>/", history.history, name="history"),
    path("history/<int:page_id>/compare/", history.compare, name="compare"),
    path("history/<int:page_id>/data.json", history.page_json, name="page_json"),
    path("history/<int:page_id>/<int:number>/", history.edition, name="edition"),
    path("history/<int:page_id>/<int:number>/data.json", history.edition_json, name="edition_json"),
    path("history/<int:page_id>/<int:number>/restore/", restoring.restore, name="restore"),
    path("history/<int:page_id>/<int:number>/undo/", restoring.undo, name="undo"),
    path("history/<int:page_id>/<int:number>/authors/", authors.authors, name="authors"),
    path("history/<int:page_id>/<int:number>/authors.json", authors.authors_json, name="authors_json"),
]
