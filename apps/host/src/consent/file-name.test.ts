import { expect, test } from "vitest";
import { fileKind } from "./file-name.ts";

test.each([
  ["report.csv", ".csv", "document", false],
  ["archive.tar.gz", ".gz", "document", false],
  ["README", "", "document", false],
  ["setup.EXE", ".EXE", "program", false],
  ["page.html", ".html", "program", false],
  ["invoice.pdf.exe", ".exe", "program", true],
  ["invoice.pdf                              .scr", ".scr", "program", true],
  ["photo.jpg.svg", ".svg", "program", true],
  ["notes.v2.sh", ".sh", "program", false],
])("reads what opening a file means off its name: %j", (name, extension, kind, double) => {
  expect(fileKind(name)).toEqual({ extension, kind, double });
});
