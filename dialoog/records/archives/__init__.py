"""Many records in one zip: asked for on a page, made by the worker, fetched by who asked, and gone after a day."""
