/** How mermaid may behave: no script, no HTML, no links, nothing from outside. */
const settings = { startOnLoad: false, securityLevel: "strict", theme: "neutral", htmlLabels: false } as const;

let count = 0;

/** Draws a diagram into a picture: an <img> runs no script and loads nothing, whatever the drawing holds. */
async function draw(source: string): Promise<HTMLImageElement> {
  const { default: mermaid } = await import("mermaid");
  mermaid.initialize({ ...settings, flowchart: { htmlLabels: false } });
  count++;
  const { svg } = await mermaid.render(`diagram-${count}`, source);
  const picture = document.createElement("img");
  // As large as it was drawn; without a width it would fill its place.
  const width = Number(/viewBox="[-\d.]+ [-\d.]+ ([\d.]+)/.exec(svg)?.[1]);
  if (width > 0) picture.width = Math.ceil(width) + 26;
  picture.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  picture.alt = "Diagram; its source is shown above";
  await picture.decode();
  return picture;
}

async function show(block: HTMLElement, button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  button.textContent = "Drawing…";
  try {
    const picture = await draw(block.textContent ?? "");
    picture.className = "doc-diagram";
    button.replaceWith(picture);
  } catch {
    // Whatever mermaid found wrong, the source above is what can be mended.
    button.textContent = "This diagram cannot be drawn; its source is shown above.";
  }
}

/** Puts a button below each diagram. Nothing is loaded or drawn before somebody asks for it. */
export function addDiagramButtons(document: HTMLElement): () => void {
  const buttons = [...document.querySelectorAll<HTMLElement>('pre[data-language="mermaid"]')].map((block) => {
    const button = block.ownerDocument.createElement("button");
    button.type = "button";
    button.className = "doc-draw no-print";
    button.textContent = "Draw diagram";
    button.addEventListener("click", () => void show(block, button));
    block.after(button);
    return button;
  });
  return () => {
    for (const button of buttons) button.remove();
  };
}
