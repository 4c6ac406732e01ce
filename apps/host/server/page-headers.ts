/** What a View can be approved for. Only a page that may use a feature itself can pass it on to a frame. */
const PASSED_ON = ["camera", "microphone", "geolocation", "clipboard-write"];
const OFF = [
  "accelerometer",
  "autoplay",
  "clipboard-read",
  "display-capture",
  "encrypted-media",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "usb",
  "window-management",
  "xr-spatial-tracking",
];

/** The headers of every answer: no other page may read or embed it, nor take it for what it is not. */
export const answerHeaders: Readonly<Record<string, string>> = {
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** The headers of the page and its files. `proxy` is the origin of the sandbox proxy. */
export function pageHeaders(proxy: string): Readonly<Record<string, string>> {
  return {
    "Content-Security-Policy": [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "media-src 'self' data: blob:",
      `connect-src 'self' ${proxy}`,
      `frame-src ${proxy}`,
      "frame-ancestors 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ].join("; "),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": [
      ...PASSED_ON.map((feature) => `${feature}=(self "${proxy}")`),
      ...OFF.map((feature) => `${feature}=()`),
    ].join(", "),
  };
}
