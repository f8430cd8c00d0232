"""What all pages share: errors, security headers, the proxy in front, languages, text validation, QR codes. It knows no identity."""
