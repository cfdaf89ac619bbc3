import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseTaskList } from "#domain/task-list.ts";
import type { Conversation } from "./conversation.ts";
import type { ToolCall, ToolResult } from "./play.ts";
import { nextTurn } from "./script.ts";

const ALL = ["Bash", "Read", "Glob", "Write", "Edit"];
const FACTS =
  "\nFeature: Invoice reminders\nFeature branch: reminders\nFeature description: Remind customers of invoices. A reminder must be sent once.";
let root: string;

const failed = (text: string): ToolResult => ({ text, isError: true });
const fine = (text: string): ToolResult => ({ text, isError: false });

/** The agent's tools, as far as the script uses them. */
function runTool({ name, input }: ToolCall): ToolResult {
  const path = String(input.file_path ?? input.path ?? "");
  try {
    if (name === "Read")
      return fine(
        readFileSync(path, "utf8")
          .split("\n")
          .map((line, i) => `${i + 1}\t${line}`)
          .join("\n"),
      );
    if (name === "Glob") return fine(globSync(String(input.pattern), { cwd: path }).join("\n"));
    if (name === "Bash")
      return fine(execFileSync("bash", ["-c", String(input.command)], { cwd: root, encoding: "utf8", stdio: "pipe" }));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, String(input.content));
    return fine("written");
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    return failed(name === "Bash" ? `Exit code 1\n${output}` : "File does not exist.");
  }
}

interface Outcome {
  calls: ToolCall[];
  said: string[];
  result: string;
}

/** Plays a request to its end; a script that never ends fails the test. */
function playOut(request: string, run: (call: ToolCall) => ToolResult = runTool, tools = ALL): Outcome {
  const results: ToolResult[] = [];
  const calls: ToolCall[] = [];
  const said: string[] = [];
  for (let turns = 0; turns < 60; turns += 1) {
    const conversation: Conversation = {
      model: "offline-model",
      tools: new Set(tools),
      command: undefined,
      request,
      workingDirectory: root,
      today: "2026-11-22",
      results: [...results],
    };
    const { text, call } = nextTurn(conversation);
    if (call === undefined) return { calls, said, result: text };
    said.push(text);
    calls.push(call);
    results.push(run(call));
  }
  throw new Error("the script does not end");
}

const put = (path: string, content: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
};
const get = (path: string): string => readFileSync(join(root, path), "utf8");

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "script-"));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const specify = () => playOut(`Create a detailed specification for Invoice reminders.${FACTS}`);
const plan = () => playOut(`Create a detailed implementation plan in specs/reminders/plan.md.${FACTS}`);
const tasks = () => playOut(`Create a tasks breakdown in specs/reminders/tasks.md.${FACTS}`);
const implement = (task = "T001") => playOut(`Implement ${task} from specs/reminders/tasks.md.${FACTS}`);

describe("the script", () => {
  test("works without scripts and templates, and says that they were missing", () => {
    const { result } = specify();

    expect(get("specs/reminders/spec.md")).toContain("The system MUST ensure that a reminder is sent once.");
    expect(result).toContain("✗ No spec-template.md was found");
  });

  test("follows the template's headings and leaves out what it cannot fill", () => {
    put(
      ".specify/templates/spec-template.md",
      "# X [NAME]\n\n## Requirements *(mandatory)*\n\n## Weather\n\n## Overview\n",
    );

    specify();

    const headings = get("specs/reminders/spec.md").match(/^## .*/gm);
    expect(headings?.slice(0, 2)).toEqual(["## Requirements", "## Success Criteria"]);
    expect(headings).toContain("## Overview");
    expect(headings).not.toContain("## Weather");
  });

  test("says one sentence before each call and gives the same turn for the same conversation", () => {
    const first = specify();
    const second = specify();

    expect(first.said.every((sentence) => /\w/.test(sentence))).toBe(true);
    expect(second.calls.map(({ name }) => name)).toEqual(first.calls.map(({ name }) => name));
  });

  test("reads a file and writes again when a write is refused, and reports the second refusal", () => {
    const { calls, result } = playOut(`Create a detailed specification for X.${FACTS}`, (call) =>
      call.name === "Write" ? failed("File has not been read yet.") : runTool(call),
    );

    expect(calls.slice(-3).map(({ name }) => name)).toEqual(["Write", "Read", "Write"]);
    expect(result).toBe("✗ I could not write specs/reminders/spec.md: the tool refused it twice. Nothing was changed.");
  });

  test("ends truthfully when every call fails or no tool it needs is offered", () => {
    const denied = playOut(`Implement T001.${FACTS}`, () => failed("Permission denied."));
    const without = playOut(`Create a detailed specification for X.${FACTS}`, runTool, ["Agent"]);

    expect(denied.result).toMatch(/tasks\.md was not found/);
    expect(without.result).toMatch(/could not write/);
  });

  test("refuses to plan or to list tasks without what they are made from", () => {
    expect(plan().result).toMatch(/^✗ specs\/reminders\/spec\.md is missing/);
    expect(tasks().result).toMatch(/^✗ specs\/reminders\/spec\.md is missing/);
  });

  test("tells what it is when the prompt is no phase", () => {
    const { calls, result } = playOut("Write me a poem about invoices, please.");

    expect(calls).toHaveLength(1);
    expect(result).toContain("There is no AI here");
  });

  test("answers a request without tools shortly", () => {
    const { calls, result } = playOut("A title, please.", runTool, []);

    expect(calls).toEqual([]);
    expect(result).toBe('{"title": "Offline model (no AI)"}');
  });
});

describe("implementing", () => {
  beforeEach(() => {
    specify();
    plan();
    tasks();
  });

  test("writes migrations and a test that runs in a repository of another language", () => {
    put("go.mod", "module example.com/reminders\n\ngo 1.24\n");

    const { result } = implement();

    expect(get("migrations/001_create_notifications_table.sql")).toContain("CREATE TABLE notifications (");
    expect(result).toContain("✗ The repository is written in Go 1.24; I write models only in JavaScript");
    expect(result).toContain("✓ `sh tests/schema_test.sh` passes");
  });

  test("notices with its shell test when a column is missing", () => {
    implement();
    put(
      "migrations/001_create_notifications_table.sql",
      get("migrations/001_create_notifications_table.sql").replace("subject", "topic"),
    );

    const { result } = implement();

    expect(result).toContain("✗ `sh tests/schema_test.sh` fails");
    expect(result).toContain("notifications has no column subject");
  });

  test("names modules so that they load in a CommonJS repository, and the tests pass", () => {
    put("package.json", '{"name": "x", "scripts": {"test": "node --test"}}');

    const { result } = implement();

    expect(existsSync(join(root, "src/models/notification.mjs"))).toBe(true);
    expect(result).toContain("✓ `npm test` passes");
  });

  test("reports tests that fail with the end of their output", () => {
    put("package.json", '{"name": "x", "type": "module", "scripts": {"test": "echo boom; exit 1"}}');

    const { result } = implement();

    expect(result).toContain("✗ `npm test` fails");
    expect(result).toContain("boom");
  });

  test("leaves finished work alone when asked again", () => {
    put("package.json", '{"name": "x", "type": "module", "scripts": {"test": "node --test"}}');
    implement();

    const { calls, result } = implement();

    expect(calls.filter(({ name }) => name === "Write")).toEqual([]);
    expect(result).toContain("T001 was implemented already");
  });

  test("says so when a task is beyond it", () => {
    const { calls, result } = implement("T002");

    expect(calls.some(({ name }) => name === "Write")).toBe(false);
    expect(result).toContain("beyond the offline model");
  });

  test("understands the guide's numbers for tasks", () => {
    expect(implement("Task 1: Database Schema").result).toContain("Implemented T001");
    expect(parseTaskList(get("specs/reminders/tasks.md")).problems).toEqual([]);
  });
});
