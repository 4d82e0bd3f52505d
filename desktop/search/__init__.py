"""Search (tìm kiếm): what the palette finds beside screens and commands."""
