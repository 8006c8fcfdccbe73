"""How events read on timelines: the tables of all apps in one."""

from doorstep.billing import wording as billing
from doorstep.clients import wording as clients
from doorstep.customers import wording as customers
from doorstep.duplicates import wording as duplicates
from doorstep.files import wording as files
from doorstep.jobs import wording as jobs
from doorstep.notes import wording as notes
from doorstep.notifications import wording as notifications

WORDINGS = {
    **notifications.WORDINGS,
    **clients.WORDINGS,
    **files.WORDINGS,
    **notes.WORDINGS,
    **customers.WORDINGS,
    **jobs.WORDINGS,
    **billing.WORDINGS,
    **duplicates.WORDINGS,
}
