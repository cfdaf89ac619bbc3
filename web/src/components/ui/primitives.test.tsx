// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { ReactElement } from "react";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { ApiProblem } from "#web/api/problem.ts";
import { AlertDialog } from "./alert-dialog.tsx";
import { Button } from "./button.tsx";
import { cx } from "./class-names.ts";
import { Combobox } from "./combobox.tsx";
import { Dialog } from "./dialog.tsx";
import { Field, Input } from "./input.tsx";
import { ProblemNote } from "./problem.tsx";
import { TooltipScope } from "./tooltip.tsx";

const show = (element: ReactElement) => render(<TooltipScope>{element}</TooltipScope>);

afterEach(cleanup);

describe("class names", () => {
  it("keep a size beside a colour, and let the later of two rivals win", () => {
    expect(cx("text-12 text-ink-2", "text-13", false)).toBe("text-ink-2 text-13");
  });
});

describe("a button", () => {
  it("that is blocked or busy stays in place, can be focused, and does nothing", () => {
    let pressed = 0;
    show(
      <>
        <Button blocked="spec.md is missing" onClick={() => pressed++}>
          Plan
        </Button>
        <Button busy onClick={() => pressed++}>
          Save
        </Button>
      </>,
    );

    for (const button of screen.getAllByRole("button")) {
      button.focus();
      fireEvent.click(button);
      expect(document.activeElement).toBe(button);
      expect(button.getAttribute("aria-disabled")).toBe("true");
    }

    expect(pressed).toBe(0);
  });

  it("that is busy submits no form a second time", () => {
    let sent = 0;
    show(
      <form onSubmit={() => sent++}>
        <Button type="submit" busy>
          Create
        </Button>
      </form>,
    );

    fireEvent.click(screen.getByRole("button"));

    expect(sent).toBe(0);
  });
});

describe("a field", () => {
  it("ties label, hint and error to its control", () => {
    show(
      <Field label="Title" hint="In a few words" error="A title is needed">
        <Input />
      </Field>,
    );

    const input = screen.getByRole("textbox", { name: "Title" });
    const described = (input.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent);

    expect(described).toEqual(["In a few words", "A title is needed"]);
    expect(input.getAttribute("aria-invalid")).toBe("true");
  });
});

function Branches({ first = "" }: { first?: string }) {
  const [value, setValue] = useState(first);
  const options = ["main", "develop", "release"].map((name) => ({ value: name }));
  return (
    <Field label="Branch">
      <Combobox value={value} onValueChange={setValue} options={options} />
    </Field>
  );
}

describe("a combobox", () => {
  it("picks with the keyboard alone", () => {
    show(<Branches />);
    const input = screen.getByRole<HTMLInputElement>("combobox", { name: "Branch" });

    fireEvent.keyDown(input, { key: "ArrowDown" });
    fireEvent.keyDown(input, { key: "ArrowDown" });
    fireEvent.keyDown(input, { key: "ArrowDown" });
    const active = document.getElementById(input.getAttribute("aria-activedescendant") ?? "");
    fireEvent.keyDown(input, { key: "Enter" });

    expect(active?.textContent).toBe("develop");
    expect(input.value).toBe("develop");
    expect(input.getAttribute("aria-expanded")).toBe("false");
  });

  it("offers everything until something is typed, then what matches, and takes any text", () => {
    show(<Branches first="main" />);
    const input = screen.getByRole<HTMLInputElement>("combobox", { name: "Branch" });

    fireEvent.click(input);
    const all = screen.getAllByRole("option").length;
    fireEvent.change(input, { target: { value: "rel" } });
    const matching = screen.getAllByRole("option").map(({ textContent }) => textContent);
    fireEvent.change(input, { target: { value: "something/else" } });

    expect([all, matching]).toEqual([3, ["release"]]);
    expect(input.value).toBe("something/else");
  });
});

describe("a dialog", () => {
  it("puts the focus into its first field", () => {
    show(
      <Dialog open onOpenChange={() => {}} title="New project">
        <Field label="Name">
          <Input />
        </Field>
      </Dialog>,
    );

    expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Name" }));
  });

  it("that deletes waits until the name is typed", () => {
    let deleted = 0;
    show(
      <AlertDialog
        open
        onOpenChange={() => {}}
        title="Delete project demo?"
        action="Delete"
        onAction={() => deleted++}
        typeToConfirm="demo"
      >
        Everything in it goes.
      </AlertDialog>,
    );

    fireEvent.click(screen.getByRole("button", { name: "Delete" }));
    fireEvent.change(screen.getByRole("textbox"), { target: { value: "demo" } });
    const before = deleted;
    fireEvent.click(screen.getByRole("button", { name: "Delete" }));

    expect([before, deleted]).toEqual([0, 1]);
  });
});

describe("a problem", () => {
  it("says what happened, what to do and what to report, and can be tried again", () => {
    let tries = 0;
    const error = new ApiProblem({
      ...{ type: "/problems/git-timeout", title: "Slow", status: 504, detail: "", retryable: true },
      ...{ error: "The host took too long.", remedy: [{ text: "Try again." }], requestId: "0a1b2c3d-rest" },
    });
    show(<ProblemNote error={error} onRetry={() => tries++} takesFocus />);

    const note = screen.getByRole("alert");
    fireEvent.click(screen.getByRole("button", { name: "Retry" }));

    expect(note.textContent).toContain("The host took too long.");
    expect(note.textContent).toContain("Try again.");
    expect(note.textContent).toContain("0a1b2c3d");
    expect(document.activeElement).toBe(note);
    expect(tries).toBe(1);
  });
});
