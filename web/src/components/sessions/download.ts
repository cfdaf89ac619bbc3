/** Hands a text made in the browser to its downloads. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it up by then; keeping it would keep the whole text in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
