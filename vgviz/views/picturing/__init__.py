"""Pictures of the window, the diagram or a plot, to a file or the clipboard."""
