"""The web service: an API that other programs build on, and pages for people.

`api` turns requests into scenarios and results into JSON, `pages` into sheets to read,
`store` keeps what somebody chose to share. Everything is computed by the simulator;
what guards the service (limits, logs, metrics, problems) stands beside these three.
"""
