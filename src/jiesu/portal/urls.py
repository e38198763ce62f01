"""Addresses of the customers' screens. None holds personal data (§18)."""

from django.urls import path

from jiesu.portal import (
    acting,
    case,
    comfort,
    complaining,
    files,
    following,
    home,
    photos,
    receipt,
    review,
    survey,
    taking,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("procedure/", home.procedure, name="procedure"),
    path("rights/", home.rights, name="rights"),
    path("complain/", complaining.symptom, name="complain"),
    path("complain/photos/", photos.photos, name="photos"),
    path("complain/review/", review.review, name="review"),
    path("complain/receipt/", receipt.receipt, name="receipt"),
    path("complain/receipt.pdf", receipt.receipt_paper, name="receipt_paper"),
    path("complain/<slug:name>/", complaining.question, name="question"),
    path("follow/", following.follow, name="follow"),
    path("follow/code/", following.code, name="code"),
    path("c/<number:number>", following.short, name="short"),
    path("s/<number:number>/<str:secret>/", survey.survey, name="survey"),
    path("leave/", following.goodbye, name="leave"),
    path("large-type/", comfort.large_type, name="large_type"),
    path("simple-words/", comfort.simple_words, name="simple_words"),
    path("my/<number:number>/", case.case_page, name="case"),
    path("my/<number:number>/files/", files.files, name="files"),
    path("my/<number:number>/files/<int:seq>/", files.file, name="file"),
    path("my/<number:number>/data/", case.data, name="data"),
    path("my/<number:number>/data.json", taking.data_file, name="data_file"),
    path("my/<number:number>/pack.zip", taking.pack, name="pack"),
    path("my/<number:number>/receipt.pdf", taking.receipt_paper, name="my_receipt"),
    path("my/<number:number>/letters/<int:seq>/<slug:template>/", case.paper, name="paper"),
    path("my/<number:number>/letters/<int:seq>/<slug:template>.txt", case.paper_text, name="text"),
    path("my/<number:number>/letters/<int:seq>/<slug:template>.pdf", taking.letter, name="letter"),
    path("my/<number:number>/<slug:verb>/", acting.act, name="act"),
]
