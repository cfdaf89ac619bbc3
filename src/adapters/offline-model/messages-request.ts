import * as z from "zod";

const Block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  tool_use_id: z.string().optional(),
  is_error: z.boolean().optional(),
  content: z.unknown().optional(),
});
export type Block = z.infer<typeof Block>;

const Message = z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(Block)]) });
export type Message = z.infer<typeof Message>;

/** The part of a Messages API request that the script reads; whatever else a client sends is accepted and ignored. */
export const MessagesRequest = z.looseObject({
  model: z.string(),
  stream: z.boolean().default(false),
  system: z.union([z.string(), z.array(Block)]).optional(),
  messages: z.array(Message).min(1),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
});
export type MessagesRequest = z.infer<typeof MessagesRequest>;

export const blocksOf = (content: string | Block[]): Block[] =>
  typeof content === "string" ? [{ type: "text", text: content }] : content;

const NestedText = z.array(z.looseObject({ text: z.string().optional() }));

/** The text of a tool result, whose content is a string or a list of blocks. */
export function resultText(content: unknown): string {
  if (typeof content === "string") return content;
  const nested = NestedText.safeParse(content);
  return nested.success ? nested.data.map((block) => block.text ?? "").join("\n") : "";
}
