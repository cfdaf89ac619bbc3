import type { ToolCall } from "./play.ts";

/** What the model says next: a text, and a tool call when it is not done yet. */
export interface Turn {
  text: string;
  call?: ToolCall;
}

/** The id that every answer carries: this model never pretends to be another. */
export const OFFLINE_MODEL = "offline-model";

/** Roughly four characters make a token. No tokenizer runs here, and nothing is billed. */
export const tokensIn = (text: string): number => Math.ceil(text.length / 4);
