"""What would another number for one weight do to the loss?"""

from playground.panels import what_if

what_if.page()
