"""How the desk is served: headers, logs, /health and /ready, and the start itself."""
