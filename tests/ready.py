"""Importing this loads all of the site, for processes that are forked from it."""

import importlib

import django

django.setup()
importlib.import_module("policywiki.urls")
