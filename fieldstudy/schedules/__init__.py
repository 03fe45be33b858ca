"""When participants are asked."""
