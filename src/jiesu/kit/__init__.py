"""Small tools with no opinion about complaints."""
