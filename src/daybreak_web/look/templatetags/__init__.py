"""Tags of the face for templates: `{% load look %}`."""
