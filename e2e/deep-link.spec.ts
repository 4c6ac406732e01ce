import { expect, test } from "./fixtures/test.ts";

const link = (origin: string, tool: string, args: string, more = ""): string =>
  `${origin}/?server=shop&tool=${tool}&args=${encodeURIComponent(args)}${more}`;

test.describe("A deep link", () => {
  test("selects the tool with its form filled, and runs nothing", async ({ workbench, shop }) => {
    await workbench.open(link(shop.url, "list_teas", '{"max_price":12}'));
    await expect(workbench.page.getByLabel(/max_price|price/i)).toHaveValue("12");
    expect((await workbench.record()).map(({ kind }) => kind)).not.toContain("action.requested");
  });

  test("that wants to run asks first, and a reload does not ask again", async ({ workbench, shop }) => {
    await workbench.open(link(shop.url, "list_teas", "{}", "&run=1"));
    await expect(workbench.dialog).toContainText("list_teas");
    expect(workbench.page.url()).not.toContain("run=");
    await workbench.answer("Allow once");
    await expect(workbench).toHaveRecorded(["link list_teas: allow by person, ok"]);
    await workbench.page.reload();
    await expect(workbench.tool("shop", "list_teas")).toBeVisible();
    await expect(workbench.dialog).toBeHidden();
  });

  test("with arguments that are no JSON shows where", async ({ workbench, shop }) => {
    await workbench.open(link(shop.url, "list_teas", '{"max_price": oops}'));
    await expect(workbench.page.getByRole("main")).toContainText(/line 1, column 1[0-9]/);
  });
});
