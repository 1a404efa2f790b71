"""The surfaces of the product: command line, web service and pages.

They turn a request into a scenario and a result into text, JSON or a page in the
reader's language. Nothing is computed here. The packs and schemas that an installed
copy carries are found by `bareme.packaged`.
"""
