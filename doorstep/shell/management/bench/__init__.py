"""What `doorstep bench` measures: pages, search, imports, exports, bulk changes and payments.

Each goes through the product's own doors, and is measured in turn with what it is compared with: the floor
(an authenticated page that renders nothing), or plain statements that do the same to the database.
"""
