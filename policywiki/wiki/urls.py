from django.urls import path

from .usefulness import views as usefulness
from .views import authors, changes, citations, history, links, restoring

app_name = "wiki"
urlpatterns = [
    path("useful/<int:page_id>/", usefulness.useful, name="useful"),
    path("changes/", changes.changes, name="changes"),
    path("changes/atom.xml", changes.ChangesFeed(), name="changes_feed"),
    path("missing/", links.missing, name="missing"),
    path("links/<int:page_id>/", links.links_here, name="links_here"),
    path("cites/<int:page_id>/<str:block>/", citations.source, name="source"),
    path("history/<int:page_id>/atom.xml", changes.ChangesFeed(), name="page_feed"),
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
