"""Forms of the desk. They read what was typed; the actions decide."""
