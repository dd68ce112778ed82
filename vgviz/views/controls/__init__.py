"""The hand's side: sliders, the activation track, the control panel, the transport bar."""
