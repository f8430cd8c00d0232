"""One log line per request, where the settings ask for it: endpoint, method, status and seconds.

Never the path, which holds codes, and never the address of the client (R15).
"""

import time

from flask import Flask, Response, g, request

from dialoog.telemetry.logging import log


def log_requests(app: Flask) -> None:
    @app.before_request
    def start_timer() -> None:
        g.start = time.perf_counter()

    @app.after_request
    def log_request(response: Response) -> Response:
        seconds = time.perf_counter() - g.start if "start" in g else None
        endpoint, status = request.endpoint, response.status_code
        log.info("request", endpoint=endpoint, method=request.method, status=status, seconds=seconds)
        return response
