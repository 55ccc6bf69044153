"""The picture of the network at one step of the walk: values in, a Plotly figure out."""
