/** A stretch of what an agent says: prose, or code between fences. */
export type MessagePart = { kind: "prose"; text: string } | { kind: "code"; text: string; language: string };

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)[^\n]*$/;

/** Takes fenced code out of a message. An unclosed fence runs to the end, as it does while it is being written. */
export function messageParts(message: string): MessagePart[] {
  const parts: MessagePart[] = [];
  let fence: string | undefined;
  let language = "";
  let lines: string[] = [];
  const close = (): void => {
    const text = lines.join("\n");
    if (fence !== undefined) parts.push({ kind: "code", text, language });
    else if (text.trim() !== "") parts.push({ kind: "prose", text: text.replace(/^\n+|\s+$/g, "") });
    lines = [];
  };
  for (const line of message.split("\n")) {
    const [, mark, name = ""] = FENCE.exec(line) ?? [];
    const isClosing = fence !== undefined && mark?.startsWith(fence) === true && name === "";
    if (isClosing || (fence === undefined && mark !== undefined)) {
      close();
      fence = isClosing ? undefined : mark;
      language = name;
    } else lines.push(line);
  }
  close();
  return parts;
}

export interface Inline {
  kind: "text" | "code" | "strong";
  text: string;
}

const INLINE = /(`[^`\n]+`|\*\*[^*\n]+\*\*)/;

/** Code and stress within prose; everything else stays as it was typed. */
export const inlineParts = (prose: string): Inline[] =>
  prose
    .split(INLINE)
    .filter((part) => part !== "")
    .map((part): Inline => {
      if (/^`[^`\n]+`$/.test(part)) return { kind: "code", text: part.slice(1, -1) };
      if (/^\*\*[^*\n]+\*\*$/.test(part)) return { kind: "strong", text: part.slice(2, -2) };
      return { kind: "text", text: part };
    });
