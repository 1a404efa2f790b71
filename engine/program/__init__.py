"""From a checked pack to something that can run.

The timeline is cut into segments in which no rule changes; the lines of a segment are
ordered by what they need and written in one intermediate form, which is compiled once
per tuple of segments and kept by the hash of its content.
"""
