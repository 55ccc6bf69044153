"""What the browser loads besides the page."""

from pathlib import Path

import plotly
from streamlit.file_util import get_app_static_dir

from playground.views.plot import plot

APP = Path(__file__).parents[2] / "app.py"


def test_the_plotly_library_lies_where_streamlit_serves_files_from():
    plot.publish_library()
    served = Path(get_app_static_dir(str(APP))) / f"plotly-{plotly.__version__}.min.js"
    installed = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert served.read_bytes() == installed.read_bytes()
    assert served.parent == plot._STATIC
