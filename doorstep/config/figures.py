"""Where the figures on a client's card come from, bottom of the ladder first.

Each path names `(client_ids) -> {client_id: {card column: value}}`; see clients.actions.figures.
"""

FIGURE_SOURCES = (
    "doorstep.customers.figures.customer_figures",
    "doorstep.jobs.figures.job_figures",
    "doorstep.billing.figures.money_figures",
)
