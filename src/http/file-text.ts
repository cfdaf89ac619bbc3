/** A file's bytes for JSON: as text when they are text, else as base64. */
export function fileText(bytes: Uint8Array): { content: string; encoding: "utf-8" | "base64" } {
  try {
    return { content: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    // Not UTF-8, so not text for us; nothing is lost this way.
    return { content: Buffer.from(bytes).toString("base64"), encoding: "base64" };
  }
}
