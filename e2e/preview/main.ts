import { fillPreview } from "../../apps/host/src/templates/preview-frame.ts";
import { previewOf } from "../../apps/host/src/templates/preview.ts";

// What the tests of the preview work with: the web app's own code, on a page with the web app's own policy.
Object.assign(window, { previewOf, fillPreview });
