"""The picture of the network at one step, as a Plotly figure."""
