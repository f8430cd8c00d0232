"""A record as a file: one module per format, and the pages that hand them out. Each makes bytes of the same `outline.Outline` or
`table.Table` and knows nothing of the web; `pdf` sets `paper` in letters instead.
"""
