"""What would another number for one weight do to the loss?"""

from playground.what_if import page

page.page()
