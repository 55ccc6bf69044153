"""What a derivative is, for those who need it before the lessons."""

from playground.panels import primer

primer.page()
