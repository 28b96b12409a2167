"""Where things are and how the deployment is set: read once from the environment."""
