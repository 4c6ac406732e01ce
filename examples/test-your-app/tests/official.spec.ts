import { expect, test } from "@vitrine/bridge/playwright";

test.use({ server: { command: "npx", args: ["mcp-server-basic-vanillajs", "--stdio"] } });

test("asks for the time, and says something in the conversation", async ({ vitrine }) => {
  const view = await vitrine.open("get-time");
  await view.getByRole("button", { name: "Get Server Time" }).click();
  await view.host.consent("allow for this session");
  await expect(view).toHaveCalledTool("get-time");

  await view.getByRole("button", { name: "Send Message" }).click();
  await view.host.consent("allow once");
  expect(await view.host.messages()).toHaveLength(1);
});
