/** Models to suggest; any other may be typed. */
export const sessionModels = [
  { value: "claude-sonnet-4-5" },
  { value: "claude-opus-4-1" },
  { value: "sonnet" },
  { value: "opus" },
  { value: "haiku" },
  { value: "offline-model", detail: "no AI, no key" },
];
