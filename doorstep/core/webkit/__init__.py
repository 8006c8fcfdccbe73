"""What the web doors share: template tags, forms, answers for htmx and the machinery of list pages."""
