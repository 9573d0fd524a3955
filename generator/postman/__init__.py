"""A Postman collection of the published documents, against the description."""
