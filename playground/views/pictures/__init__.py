"""Pictures that change many times a second."""
