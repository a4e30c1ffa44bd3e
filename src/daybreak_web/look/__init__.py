"""The face of the desk: base page, components, our own style sheets, quick exit."""
