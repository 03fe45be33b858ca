"""One foreground process that keeps web server, workers and scheduler alive."""
