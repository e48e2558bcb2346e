"""An in-betweener of your own: two drawings in, a video out, called as ToonCrafter's app is called."""

__version__ = "1.0.0"
