"""What the process tells about itself: the log, metrics, the lag of the event loop, the security log. Never anybody's words."""
