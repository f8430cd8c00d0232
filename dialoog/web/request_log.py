"""One line per request where somebody asked for it: which endpoint answered what, and how long it took.

Never the path, which holds codes; never the address, which is somebody's (R15).
"""

import time

from flask import Flask, Response, g, request

from dialoog.telemetry.logging import log


def log_requests(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.began if "began" in g else None
        endpoint, status = request.endpoint, response.status_code
        log.info("request", endpoint=endpoint, method=request.method, status=status, seconds=seconds)
        return response
