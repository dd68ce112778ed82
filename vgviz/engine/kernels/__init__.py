"""The compiled passes: forward, backward, update, telemetry."""
