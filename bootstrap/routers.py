"""Every router there is, wherever it is served: what the reference and the matrix are made of."""

from fastapi import APIRouter

from api.app import ROUTERS
from realtime import http

EVERY: list[APIRouter] = [*ROUTERS, http.routes]
