import { modKey } from "./shortcuts.ts";

export interface ShortcutGroup {
  title: string;
  keys: readonly { keys: readonly string[]; does: string }[];
}

/** Every key the pages know, for the dialog behind `?`. */
export const shortcutMap = (): readonly ShortcutGroup[] => [
  {
    title: "Everywhere",
    keys: [
      { keys: [modKey("K")], does: "Search or jump to" },
      { keys: ["?"], does: "Show this list" },
      { keys: ["g", "p"], does: "Go to projects" },
      { keys: ["g", "h"], does: "Go to the project's home" },
      { keys: ["g", "r"], does: "Go to RFEs" },
      { keys: ["g", "s"], does: "Go to sessions" },
      { keys: ["g", ","], does: "Go to settings" },
    ],
  },
  {
    title: "Lists",
    keys: [
      { keys: ["/"], does: "Filter" },
      { keys: ["j"], does: "Next row" },
      { keys: ["k"], does: "Previous row" },
      { keys: ["Enter"], does: "Open" },
      { keys: ["c"], does: "Create" },
    ],
  },
  {
    title: "A session",
    keys: [
      { keys: ["j"], does: "Next turn" },
      { keys: ["k"], does: "Previous turn" },
      { keys: ["o"], does: "Open or close a tool call" },
      { keys: ["x"], does: "Close all tool calls" },
      { keys: ["e"], does: "Next error" },
      { keys: ["E"], does: "Previous error" },
      { keys: ["G"], does: "Jump to latest" },
      { keys: [modKey("F")], does: "Search log" },
    ],
  },
  {
    title: "Files",
    keys: [
      { keys: ["]"], does: "Next file" },
      { keys: ["["], does: "Previous file" },
      { keys: ["y"], does: "Pin the commit" },
      { keys: ["d"], does: "Diff" },
      { keys: ["h"], does: "History" },
    ],
  },
];
