"""What all reports share: words, pages, charts."""
