"""A believable company that does not exist: people, places, work and money, drawn from a seed.

The same seed and day give the same company. Nothing here is about a real person: names and streets are
combined at random, e-mail addresses are at reserved domains.
"""
