"""Paper for one dialogue (`/leiden/papier`), and how every page writes a day.

The paper is a page to print: table agreements, questions, consent text and blank cards. A dialogue
itself is made by `live.pages`.
"""
