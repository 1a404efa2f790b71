"""How fast and how steady the service is: in process, over loopback, and when too much is asked."""
