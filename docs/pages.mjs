/**
 * The pages of the site in the order of its navigation; each one's title is its first heading.
 * @type {readonly (readonly [group: string, files: readonly string[]])[]}
 */
export const PAGE_GROUPS = [
  ["Use it", ["start.md", "embed.md", "test-your-app.md", "check.md", "troubleshooting.md"]],
  [
    "Examples",
    ["embed-plain", "embed-element", "embed-react", "embed-chat", "test-your-app"].map(
      (name) => `../examples/${name}/README.md`,
    ),
  ],
  ["Trust it", ["policy-and-trust.md", "walk/README.md", "review-rules.md", "record.md", "../SECURITY.md"]],
  ["Know it", ["protocol.md", "conformance.md", "../ARCHITECTURE.md", "../CONTRIBUTING.md"]],
];
