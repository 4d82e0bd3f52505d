"""desktop.signing: sign queue, own signature and seal; what asks desktop.keys to sign."""
