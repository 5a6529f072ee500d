"""The file: a zip of XML parts, guarded before any parser sees it, and patched byte for byte."""
