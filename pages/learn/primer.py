"""What a derivative is, for those who need it before the lessons."""

from playground.primer import page

page.page()
