"""Says of every address for whom it is. A test walks all addresses with all roles and compares.

Each `urls.py` (and the interface's routers) names the audience of each of its routes in `AUDIENCE`.
"""

from __future__ import annotations

from enum import Enum


class Audience(Enum):
    """Those whom an address answers; the value is how the documentation names them."""

    EVERYBODY = "everybody"
    SIGNED_IN = "whoever is signed in"
    VIEWERS = "whoever may see the member's drafts"
    CONTRIBUTORS = "whoever may edit the member's drafts"
    EDITORS = "whoever may publish for the member"
    ENTERERS = "whoever may publish for the member, and the secretariat of a network of the member"
    PEOPLE_KEEPERS = "whoever may invite people for the member"
    REGISTER_KEEPERS = "the secretariat of a network of the member"
    SECRETARIATS = "the secretariat of the network"
    SOME_SECRETARIAT = "the secretariat of any network"
    GROUP_KEEPERS = "whoever coordinates the group"
    OWNER = "the person whom it belongs to"
    ADMINISTRATORS = "administrators"
    DOOR = "everybody; it takes a form"
