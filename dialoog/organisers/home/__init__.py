"""What an organiser sees first (`/thuis`): what is to be done, over all evenings of an organisation."""
