import { Dialog as Radix } from "radix-ui";
import { type FormEvent, useState } from "react";
import { signInAgain, useIsSignedOut } from "#web/api/access.ts";
import { Button } from "#web/components/ui/button.tsx";
import { cx } from "#web/components/ui/class-names.ts";
import { DialogFooter, scrimStyle, sheetStyle } from "#web/components/ui/dialog.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";

/** Over the page when access has expired: the page stays as it is, and goes on once the token is there. */
export function SignInDialog() {
  const isSignedOut = useIsSignedOut();
  return (
    <Radix.Root open={isSignedOut}>
      <Radix.Portal>
        <Radix.Overlay className={scrimStyle} />
        <Radix.Content className={cx(sheetStyle, "[--dialog-width:440px]")}>
          <Radix.Title className="px-5 pt-5 text-18">Sign in</Radix.Title>
          <Radix.Description className="px-5 pt-1 text-13 text-ink-2">
            You are not signed in, or your access has expired. Nothing you typed is lost: sign in, and this page goes
            on.
          </Radix.Description>
          <SignInForm />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The token itself, also when somebody pastes the whole login URL. */
const tokenIn = (text: string): string => text.trim().split("#").at(-1) ?? "";

function SignInForm() {
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    await signInAgain(tokenIn(text)).catch(setError);
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <div className="grid gap-3 p-5">
        <Field
          label="Access token"
          hint="The login URL that vteam printed when it started holds it; the whole URL may be pasted, too."
        >
          <Input
            type="password"
            name="token"
            autoComplete="current-password"
            required
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {error !== undefined && <ProblemNote error={error} />}
      </div>
      <DialogFooter>
        <Button type="submit" variant="solid" busy={isBusy}>
          Sign in
        </Button>
      </DialogFooter>
    </form>
  );
}
