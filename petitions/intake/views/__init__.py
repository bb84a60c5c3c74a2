"""The pages of petitions for residents. Forms have addresses of their own, are never cached and repeat nothing."""
