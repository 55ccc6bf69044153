"""What a derivative is, for those who need it before the lessons."""

from playground import primer_panel

primer_panel.page()
