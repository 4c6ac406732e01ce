/** The host's page for tests: Views, one below the other, and nothing to press. */
export const PAGE_DOCUMENT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Vitrine</title>
<link rel="stylesheet" href="/page.css">
<main id="views"></main>
<script type="module" src="/playwright/host-page.js"></script>
</html>
`;

/** Follows the theme by `color-scheme`; a View is as wide as the window. */
export const PAGE_STYLES = `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0; }
#views { display: grid; gap: 16px; }
.vitrine-reason { margin: 0; padding: 12px; border: 1px solid GrayText; }
`;
