"""Answers from outside that `geo` is compared with."""
