"""The clinic under load: people on its pages and live stretches beside them, on a real PostgreSQL and over HTTPS."""
