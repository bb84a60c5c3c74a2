"""Addresses of ratings."""

from django.urls import URLPattern

pages: list[URLPattern] = []
files: list[URLPattern] = []
desk: list[URLPattern] = []
