"""The whole write side, as a printed menu: to add a subject, add its line."""

from application.account.subject import SUBJECT as ACCOUNT
from application.bracket.subject import SUBJECT as BRACKET
from application.entry.subject import SUBJECT as ENTRY
from application.game.subject import SUBJECT as GAME
from application.kernel.menu import Menu
from application.match.subject import SUBJECT as MATCH
from application.tournament.subject import SUBJECT as TOURNAMENT

MENU = Menu.of((ACCOUNT, GAME, TOURNAMENT, ENTRY, BRACKET, MATCH))
"""Every command and question there is, and who may; what is not on it is denied."""
