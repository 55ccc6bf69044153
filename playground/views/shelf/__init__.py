"""The reader's own exercises, in the browser's own store."""
