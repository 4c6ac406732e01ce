/** What a file name says about what happens when the file is opened. */
export interface FileKind {
  /** The last extension with its dot; empty when there is none. */
  readonly extension: string;
  /** `program`: opening it can run code. */
  readonly kind: "program" | "document";
  /** It pretends to be of another kind, like `invoice.pdf.exe`. */
  readonly double: boolean;
}

const PROGRAMS: ReadonlySet<string> = new Set(
  (
    "app appimage apk bat bin cmd com command cpl deb desktop dll dmg docm dotm exe gadget hta htm html img inf ins " +
    "iso jar js jse jsp lnk mjs mobileconfig msc msi msix msp mst pif pkg potm ppam ppsm pptm ps1 ps1xml psm1 py pyw rb reg rpm " +
    "run scf scr settingcontent-ms sh shtml sldm svg swf terminal url vb vbe vbs vhd vhdx webloc website workflow ws wsc wsf wsh xbap " +
    "xht xhtml xlam xll xlsb xlsm xltm xml xsl"
  ).split(" "),
);

const FAMILIAR =
  /\.(?:pdf|docx?|xlsx?|pptx?|txt|csv|json|png|jpe?g|gif|webp|mp[34]|zip|md|rtf|odt)[\s_.-]*$/iu;

/** Reads it off the name's end, which is what operating systems go by. */
export function fileKind(name: string): FileKind {
  const extension = /\.[^.\s]+$/u.exec(name)?.[0] ?? "";
  const program = PROGRAMS.has(extension.slice(1).toLowerCase());
  const stem = name.slice(0, name.length - extension.length);
  return { extension, kind: program ? "program" : "document", double: program && FAMILIAR.test(stem) };
}
