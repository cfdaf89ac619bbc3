import { describe, expect, test } from "vitest";
import { readConversation } from "./conversation.ts";
import { readFeatureFacts } from "./feature-facts.ts";
import { MessagesRequest } from "./messages-request.ts";
import { phaseOf } from "./phase.ts";

const environment = {
  role: "system",
  content: "# Environment\n - Primary working directory: /ws/repos/specs\n\nToday's date is 2026-11-22.",
};
const text = (content: string) => ({ type: "text", text: content });
const call = (id: string) => ({ type: "tool_use", id, name: "Bash", input: {} });
const answer = (id: string, content: unknown, isError = false) => ({
  type: "tool_result",
  tool_use_id: id,
  content,
  is_error: isError,
});

const read = (messages: unknown[], others: object = {}) =>
  readConversation(MessagesRequest.parse({ model: "offline-model", messages, ...others }));
const ask = (prompt: string) => read([{ role: "user", content: prompt }, environment]);

describe("readConversation", () => {
  test("finds the prompt among reminders, and the arguments of an expanded command", () => {
    const conversation = read([
      {
        role: "user",
        content: [
          text("<system-reminder>\nnot a prompt\n</system-reminder>"),
          text("<command-name>/speckit.specify</command-name>\n<command-args>Create it.\nFeature: A</command-args>"),
          text("The command's own text. Feature: decoy"),
        ],
      },
      environment,
    ]);

    expect(conversation.command).toBe("speckit.specify");
    expect(conversation.request).toBe("Create it.\nFeature: A");
    expect(conversation.workingDirectory).toBe("/ws/repos/specs");
    expect(conversation.today).toBe("2026-11-22");
  });

  test("collects what the tools answered since the last prompt, in the order of the calls", () => {
    const conversation = read([
      { role: "user", content: "first" },
      { role: "assistant", content: [call("a")] },
      { role: "user", content: [answer("a", "old")] },
      { role: "assistant", content: [text("done")] },
      { role: "user", content: "second" },
      { role: "assistant", content: [call("b")] },
      {
        role: "user",
        content: [answer("b", [{ type: "text", text: "new" }], true), text("<system-reminder>x</system-reminder>")],
      },
      { role: "assistant", content: [call("c")] },
      { role: "user", content: [answer("c", "newer")] },
    ]);

    expect(conversation.request).toBe("second");
    expect(conversation.results).toEqual([
      { text: "new", isError: true },
      { text: "newer", isError: false },
    ]);
  });

  test("counts a call without an answer as failed", () => {
    const conversation = read([
      { role: "user", content: "go" },
      { role: "assistant", content: [call("a")] },
    ]);

    expect(conversation.results).toEqual([{ text: "The call was interrupted.", isError: true }]);
  });
});

describe("phaseOf", () => {
  test.each([
    ["Create a detailed specification for a user authentication system. Use the /specify command.", "specify"],
    ["Create a detailed implementation plan in specs/x/plan.md. Reference the existing spec.md.", "plan"],
    ["Create a tasks breakdown in specs/x/tasks.md. Reference plan.md and spec.md.", "tasks"],
    ["Implement Task 1: Database Schema from specs/x/tasks.md.", "implement"],
    ["Review the authentication implementation. Check for security issues.", "review"],
    ["/speckit.plan something", "plan"],
    ["/speckit-tasks something", "tasks"],
    ["What is the weather?", undefined],
    ["/speckit.clarify what is open", undefined],
  ] as const)("of %j is %s", (prompt, phase) => {
    expect(phaseOf(ask(prompt))).toBe(phase);
  });
});

describe("readFeatureFacts", () => {
  test("reads the lines the runner adds, the description to its end", () => {
    const facts = readFeatureFacts(
      ask(
        [
          "Create a detailed specification for something else.",
          "",
          "Feature: User Authentication System",
          "Feature branch: ambient-user-authentication",
          "SPECIFY_FEATURE_DIRECTORY=specs/ambient-user-authentication",
          "Main repository: http://127.0.0.1:1/git/p/specs.git is the working directory (writable)",
          "Other repository: /srv/git/backend.git is in /ws/repos/back end (read-only)",
          "Feature description: Line one.",
          "Title: part of the description",
        ].join("\n"),
      ),
    );

    expect(facts).toMatchObject({
      title: "User Authentication System",
      branch: "ambient-user-authentication",
      directory: "specs/ambient-user-authentication",
      description: "Line one.\nTitle: part of the description",
      otherDirectories: ["/ws/repos/back end"],
    });
  });

  test("makes do with the guide's bare sentences", () => {
    const specify = readFeatureFacts(
      ask(
        "Create a detailed specification for a user authentication system. Use the /specify command to guide the process.",
      ),
    );
    const plan = readFeatureFacts(
      ask("Create a detailed implementation plan in specs/ambient-user-auth/plan.md. Use /plan."),
    );

    expect(specify.title).toBe("User authentication system");
    expect(specify.otherDirectories).toEqual([]);
    expect(plan.branch).toBe("ambient-user-auth");
    expect(plan.title).toBe("User auth");
  });
});
