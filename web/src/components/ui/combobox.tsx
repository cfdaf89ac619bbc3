import { Check, ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { cx } from "./class-names.ts";
import { controlStyle, useFieldLinks } from "./input.tsx";
import { usePortalPlace } from "./portal-place.ts";

export interface ComboboxOption {
  value: string;
  /** What is shown and searched; the value when left out. */
  label?: string;
  detail?: ReactNode;
}

interface ComboboxProps {
  value: string;
  onValueChange: (value: string) => void;
  options: readonly ComboboxOption[];
  placeholder?: string;
  /** While options are being looked up. */
  isLoading?: boolean;
  /** Said when nothing matches. */
  empty?: ReactNode;
  mono?: boolean;
  onBlur?: () => void;
  name?: string;
  disabled?: boolean;
}

const MAX_SHOWN = 50;

function matching(options: readonly ComboboxOption[], text: string, isTouched: boolean): readonly ComboboxOption[] {
  const words = isTouched ? text.trim().toLowerCase() : "";
  return options
    .filter(({ value, label = value }) => `${label} ${value}`.toLowerCase().includes(words))
    .slice(0, MAX_SHOWN);
}

/** A text field with suggestions: any text is taken, what is known can be picked. */
export function Combobox(props: ComboboxProps) {
  const { value, onValueChange, options, placeholder, isLoading = false, empty, mono = false, onBlur } = props;
  const links = useFieldLinks();
  const list = useId();
  const { anchor, place, find } = usePortalPlace<HTMLDivElement>();
  const [isOpen, setOpen] = useState(false);
  const [isTouched, setTouched] = useState(false);
  const [active, setActive] = useState(-1);
  const shown = matching(options, value, isTouched);

  const open = (touched: boolean): void => {
    find();
    setOpen(true);
    setTouched(touched);
    setActive(-1);
  };
  const pick = (option: ComboboxOption): void => {
    onValueChange(option.value);
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option = shown[active];
    if (step !== undefined) {
      event.preventDefault();
      if (!isOpen) open(false);
      else setActive((active + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === "Enter" && isOpen && option !== undefined) {
      event.preventDefault();
      pick(option);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === "Tab") setOpen(false);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Anchor asChild>
        <div ref={anchor} className="relative min-w-0">
          <input
            {...links}
            role="combobox"
            type="text"
            autoComplete="off"
            spellCheck={false}
            name={props.name}
            disabled={props.disabled}
            aria-autocomplete="list"
            aria-expanded={isOpen}
            {...(isOpen ? { "aria-controls": list } : {})}
            {...(isOpen && active >= 0 ? { "aria-activedescendant": `${list}-${active}` } : {})}
            placeholder={placeholder}
            value={value}
            onChange={(event) => {
              onValueChange(event.target.value);
              open(true);
            }}
            onClick={() => open(false)}
            onKeyDown={onKeyDown}
            onBlur={onBlur}
            className={cx(controlStyle, "h-9 pr-8 max-md:h-10", mono && "font-mono text-13")}
          />
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-ink-3"
          />
        </div>
      </Popover.Anchor>
      <Suggestions
        {...{ list, shown, active, value, isLoading, pick, mono, place }}
        empty={empty ?? "Nothing matches; the text is taken as it is."}
        isInside={(target) => anchor.current?.contains(target) ?? false}
      />
    </Popover.Root>
  );
}

interface SuggestionsProps {
  place: HTMLElement | null;
  list: string;
  shown: readonly ComboboxOption[];
  active: number;
  value: string;
  isLoading: boolean;
  mono: boolean;
  empty: ReactNode;
  pick: (option: ComboboxOption) => void;
  isInside: (target: globalThis.Node) => boolean;
}

function Suggestions(props: SuggestionsProps) {
  const { place, list, shown, active, value, isLoading, mono, empty, pick, isInside } = props;
  return (
    <Popover.Portal container={place}>
      <Popover.Content
        align="start"
        sideOffset={4}
        role="presentation"
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        onInteractOutside={(event) => {
          if (event.target instanceof globalThis.Node && isInside(event.target)) event.preventDefault();
        }}
        className="z-50 max-h-72 w-(--radix-popover-trigger-width) overflow-y-auto rounded-3 bg-surface p-1 shadow-2"
      >
        <div id={list} role="listbox" aria-label="Suggestions" tabIndex={-1}>
          {shown.map((option, row) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard works in the field, which points here
            <div
              key={option.value}
              id={`${list}-${row}`}
              role="option"
              tabIndex={-1}
              aria-selected={row === active}
              ref={row === active ? (line) => line?.scrollIntoView({ block: "nearest" }) : undefined}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => pick(option)}
              className="flex min-h-8 items-center gap-2 rounded-2 px-2 py-1 text-13 hover:bg-hover aria-selected:bg-hover"
            >
              <Check aria-hidden className={cx("size-3.5", option.value !== value && "invisible")} />
              <span className={cx("truncate-words", mono && "font-mono")}>{option.label ?? option.value}</span>
              {option.detail !== undefined && <span className="ml-auto text-12 text-ink-3">{option.detail}</span>}
            </div>
          ))}
        </div>
        {(isLoading || shown.length === 0) && (
          <p role="status" className="px-2 py-1.5 text-12 text-ink-2">
            {isLoading ? "Looking…" : empty}
          </p>
        )}
      </Popover.Content>
    </Popover.Portal>
  );
}
