import { Checkbox } from "#web/components/ui/checkbox.tsx";
import { Dialog } from "#web/components/ui/dialog.tsx";
import { shortcutMap } from "#web/shortcut-map.ts";
import { chooseSingleKeys, useSingleKeys } from "#web/shortcuts.ts";

interface KeyboardDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const Keys = ({ keys }: { keys: readonly string[] }) => (
  <span className="flex gap-1">
    {keys.map((key) => (
      <kbd key={key} className="rounded-1 border border-line-2 bg-surface px-1.5 py-0.5 font-sans text-12">
        {key}
      </kbd>
    ))}
  </span>
);

/** Which keys do what. */
export function KeyboardDialog(props: KeyboardDialogProps) {
  const singleKeys = useSingleKeys();
  return (
    <Dialog {...props} title="Keyboard shortcuts">
      <div className="grid gap-6 sm:grid-cols-2">
        {shortcutMap().map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-2 text-13">{title}</h3>
            <dl className="grid gap-1.5 text-13">
              {keys.map(({ keys: pressed, does }) => (
                <div key={does} className="flex items-center justify-between gap-3">
                  <dt className="text-ink-2">{does}</dt>
                  <dd>
                    <Keys keys={pressed} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-6 border-t border-line pt-4">
        <Checkbox
          label="Shortcuts of single keys"
          hint="Turn them off when you dictate, or press keys by accident."
          checked={singleKeys === "on"}
          onChange={(event) => chooseSingleKeys(event.target.checked ? "on" : "off")}
        />
      </div>
    </Dialog>
  );
}
