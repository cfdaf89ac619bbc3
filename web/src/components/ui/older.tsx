import { Button } from "./button.tsx";
import { useSort } from "./use-sort.ts";

interface OlderProps {
  /** What the list holds: "RFEs". */
  what: string;
  /** How many there are so far. */
  shown: number;
  isBusy: boolean;
  onMore: () => unknown;
}

/** The way to the older part of a list. Any other order than newest first is one among what is shown. */
export function Older({ what, shown, isBusy, onMore }: OlderProps) {
  const { sort } = useSort();
  return (
    <div className="grid justify-items-center gap-2">
      {sort !== undefined && (
        <p className="text-12 text-ink-2">
          Sorted among the {shown} newest {what}.
        </p>
      )}
      <Button busy={isBusy} onClick={() => void onMore()}>
        Show older {what}
      </Button>
    </div>
  );
}
