"""The Stretch page: a camera, a clip or a timer, and what is said while somebody stretches."""
