"""What stands on the pages. Besides session, frame and components, only these know Streamlit."""
