"""Controls and texts that several pages share. They know Streamlit and the session."""
