"""What the process reports about itself: log, metrics, lag of the event loop, security log. Never anybody's words."""
