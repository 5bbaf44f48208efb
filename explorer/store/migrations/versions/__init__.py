"""The steps, each from one version of the tables to the next; the last one makes ``explorer.store.schema.VERSION``."""
