"""Addresses under the language prefix. The list and the proposals themselves are pages (wagtail_hooks)."""

from django.urls import path

from .views import (
    acting,
    amending,
    answering,
    asking,
    calls,
    digests,
    joining,
    merging,
    polls,
    proposing,
    recording,
    sources,
)

app_name = "proposals"

urlpatterns = [
    path("propose/", proposing.propose, name="propose"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<int:pk>/vote/", polls.new_poll, name="new_poll"),
    path("votes/<int:pk>/", polls.poll, name="poll"),
    path("propose/sent/", proposing.propose_sent, name="propose_sent"),
    path("propose/<str:key>/<int:step>/", proposing.propose_step, name="propose_step"),
    path("propose/<str:key>/join/<int:number>/", joining.join, name="join"),
    path("propose/<str:key>/call/", calls.choose_call, name="propose_call"),
    path("digest/", digests.show, name="digest"),
    path("digest/ticks/", digests.tick, name="digest_tick"),
    path("digest/take/", digests.take, name="digest_take"),
    path("p/<int:number>/support/", acting.support, name="support"),
    path("p/<int:number>/take-back/", acting.withdraw_support, name="take_back"),
    path("p/<int:number>/changed/", asking.changed, name="changed"),
    path("p/<int:number>/vote/", acting.vote, name="vote"),
    path("p/<int:number>/merge/", merging.merge, name="merge"),
    path("p/<int:number>/merge/<int:pk>/", merging.answer_merge, name="answer_merge"),
    path("p/<int:number>/divide/", merging.divide, name="divide"),
    path("p/<int:number>/reply/", merging.reply_here, name="reply"),
    path("p/<int:number>/sources/<str:block>/", sources.source, name="source"),
    path("p/<int:number>/pages/", sources.pages, name="pages"),
    path("p/<int:number>/pages/<int:pk>/", sources.write_change, name="write_change"),
    path("p/citing/<int:page_id>/", sources.citing, name="citing"),
    path("p/<int:number>/record/", recording.record, name="record"),
    path("p/<int:number>/receipt/", recording.receipt, name="receipt"),
    path("p/<int:number>/objection/", recording.objection, name="objection"),
    path("p/<int:number>/withdraw/", acting.withdraw, name="withdraw"),
    path("p/<int:number>/changes/", amending.changes, name="changes"),
    path("p/<int:number>/changes/<int:pk>/", amending.decide, name="decide"),
    path("p/<int:number>/beside/", amending.beside, name="beside"),
    path("p/<int:number>/authors/", amending.ask, name="invite"),
    path("p/<int:number>/authors/<int:pk>/", amending.share, name="share"),
    path("p/<int:number>/change/", acting.change_text, name="change"),
    path("p/<int:number>/answer/", answering.answer, name="answer"),
    path("p/<int:number>/carried-out/", answering.carried_out, name="carried_out"),
]
