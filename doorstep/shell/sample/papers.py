"""Some files for the sample company: photos that are drawn, and papers."""

import io
from typing import Final

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from doorstep.clients.models import Client, ClientCard
from doorstep.files.actions import upload_files
from doorstep.identity.actor import Actor
from doorstep.identity.models import Workspace
from doorstep.shell.sample.dice import Dice

CUSTOMERS: Final = 6
_SKIES: Final = ("#9cc4e4", "#c9d6df", "#f3d6b3", "#8fb0c9")
_WALLS: Final = ("#d9b48f", "#b7a99a", "#e7e2d8", "#a5b8a2")
_ROOFS: Final = ("#7a3b2e", "#4a4e57", "#5b4636")
_TERMS: Final = (
    "Service agreement",
    "",
    "1. We visit twice a year and look after what is listed on page 2.",
    "2. The price holds for twelve months from the day of signing.",
    "3. Either side may end this with a month's notice.",
    "",
    "Signed:  ____________________",
)


def add_sample_files(workspace: Workspace, seed: int = 7) -> int:
    """Give the customers with the most work two photos and an agreement; how many files that makes."""
    dice, actor, kept = Dice(f"papers {seed}"), Actor.system(workspace), 0
    busiest = ClientCard.objects.filter(workspace=workspace).order_by("-jobs_count", "pk")[:CUSTOMERS]
    for client in Client.objects.filter(pk__in=[card.pk for card in busiest]).order_by("pk"):
        photos = [ContentFile(_house(dice), name) for name in ("Front.jpg", "After the job.jpg")]
        papers = [ContentFile(_agreement(client.name), "Service agreement.pdf")]
        kept += len(upload_files(actor=actor, client_id=client.pk, files=photos))
        kept += len(upload_files(actor=actor, client_id=client.pk, files=papers, fields={"kind": "contract"}))
    return kept


def _house(dice: Dice) -> bytes:
    """A house, as a child would draw it."""
    picture = Image.new("RGB", (1200, 900), dice.one(_SKIES))
    draw, left = ImageDraw.Draw(picture), dice.between(150, 350)
    draw.rectangle((0, 700, 1200, 900), fill="#7d9a63")
    draw.rectangle((left, 380, left + 600, 720), fill=dice.one(_WALLS))
    draw.polygon([(left - 50, 380), (left + 300, 160), (left + 650, 380)], fill=dice.one(_ROOFS))
    draw.rectangle((left + 250, 540, left + 350, 720), fill="#5a3d2b")
    for at in (left + 70, left + 430):
        draw.rectangle((at, 470, at + 110, 570), fill="#dcecf5", outline="#ffffff", width=8)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=70)
    return content.getvalue()


def _agreement(name: str) -> bytes:
    """One page of paper as a PDF."""
    page = Image.new("L", (850, 1100), "white")
    draw = ImageDraw.Draw(page)
    for line, words in enumerate((name, "", *_TERMS)):
        draw.text((80, 90 + line * 44), words, fill="black", font=ImageFont.load_default(22))
    content = io.BytesIO()
    page.save(content, "PDF", resolution=100)
    return content.getvalue()
