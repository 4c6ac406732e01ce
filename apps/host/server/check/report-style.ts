import { css, type Markup } from "./markup.ts";

/** How the report looks: one column on a phone, light and dark as the reader's system is. */
export const REPORT_STYLE: Markup = css`
  :root {
    color-scheme: light dark;
    --text: light-dark(#1c1b19, #ecebe8);
    --quiet: light-dark(#5d5a54, #a9a59d);
    --ground: light-dark(#faf9f7, #171614);
    --raised: light-dark(#ffffff, #211f1c);
    --line: light-dark(#dedbd5, #3a3732);
    --error: light-dark(#b3261e, #ff8a80);
    --warning: light-dark(#8a5300, #f0b35a);
    --info: light-dark(#1f5f99, #8ac0f0);
    --fine: light-dark(#1f6b3a, #7fd39b);
    font:
      16px/1.5 system-ui,
      sans-serif;
    color: var(--text);
    background: var(--ground);
  }
  body {
    margin: 0 auto;
    max-width: 72rem;
    padding: 1.5rem 1rem 4rem;
  }
  h1 {
    font-size: 1.6rem;
    line-height: 1.2;
    margin: 0 0 0.5rem;
  }
  h2 {
    font-size: 1.25rem;
    line-height: 1.3;
    margin: 0;
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    align-items: baseline;
  }
  h1,
  h2,
  p,
  li,
  td,
  figcaption {
    overflow-wrap: anywhere;
  }
  p {
    margin: 0.25rem 0;
  }
  a {
    color: var(--info);
  }
  .about,
  .seen,
  .kind,
  .tool,
  figcaption {
    color: var(--quiet);
    font-size: 0.875rem;
  }
  .contents {
    list-style: none;
    padding: 0;
    margin: 1rem 0;
    display: grid;
    gap: 0.25rem 1.5rem;
    grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr));
  }
  .contents li {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: baseline;
    justify-content: space-between;
    border-bottom: 1px solid var(--line);
    padding: 0.25rem 0;
  }
  .badge {
    font-size: 0.8125rem;
    font-weight: 600;
    border: 1px solid;
    border-radius: 1rem;
    padding: 0 0.6rem;
    white-space: nowrap;
  }
  .error > p > strong,
  .badge.error {
    color: var(--error);
  }
  .warning > p > strong,
  .badge.warning {
    color: var(--warning);
  }
  .info > p > strong,
  .badge.info {
    color: var(--info);
  }
  .badge.fine {
    color: var(--fine);
  }
  section {
    background: var(--raised);
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    padding: 1rem;
    margin: 1.5rem 0;
  }
  .findings {
    list-style: none;
    padding: 0;
    margin: 0.75rem 0;
    display: grid;
    gap: 0.5rem;
  }
  .finding {
    border-left: 3px solid var(--line);
    padding-left: 0.75rem;
  }
  .finding.error {
    border-color: var(--error);
  }
  .finding.warning {
    border-color: var(--warning);
  }
  .finding.info {
    border-color: var(--info);
  }
  .mend {
    font-weight: 500;
  }
  .views {
    display: grid;
    gap: 1rem;
    grid-template-columns: repeat(6, 1fr);
    align-items: start;
    margin: 1rem 0;
  }
  figure {
    margin: 0;
    min-width: 0;
  }
  .view.wide {
    grid-column: span 3;
  }
  .view.narrow {
    grid-column: span 3;
  }
  .view img {
    display: block;
    max-width: 100%;
    height: auto;
    max-height: 36rem;
    object-fit: contain;
    object-position: top left;
    border: 1px solid var(--line);
    border-radius: 0.375rem;
    background: Canvas;
  }
  .nothing {
    border: 1px dashed var(--line);
    border-radius: 0.375rem;
    padding: 1rem;
  }
  pre {
    overflow: auto;
    max-height: 24rem;
    border: 1px solid var(--line);
    border-radius: 0.375rem;
    padding: 0.75rem;
    font-size: 0.8125rem;
  }
  summary {
    cursor: pointer;
    padding: 0.25rem 0;
  }
  .scroller {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-size: 0.875rem;
  }
  th,
  td {
    text-align: left;
    vertical-align: top;
    padding: 0.25rem 0.75rem 0.25rem 0;
    border-bottom: 1px solid var(--line);
    min-width: 4rem;
  }
  code {
    font-size: 0.8125rem;
  }
  :focus-visible {
    outline: 2px solid var(--info);
    outline-offset: 2px;
  }
  @media (max-width: 40rem) {
    .view.wide {
      grid-column: span 6;
    }
  }
`;
