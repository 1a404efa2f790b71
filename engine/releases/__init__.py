"""A pack as something that can be named, compared and edited.

The canonical form and its SHA-256 ignore layout and see every change of meaning;
differences are told in the words of the field; an edit changes only the bytes of the
value it edits.
"""
