"""Every write of disclosure: one verb function per use case, keyword-only, actor first."""
