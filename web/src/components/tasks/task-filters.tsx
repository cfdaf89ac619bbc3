import { useNavigate } from "@tanstack/react-router";
import { SearchField } from "#web/components/ui/search-field.tsx";
import { Select } from "#web/components/ui/select.tsx";

export interface TaskSearch {
  status?: string | undefined;
  sprint?: string | undefined;
  q?: string | undefined;
  /** "state", or the headings of the file. */
  view?: string | undefined;
}

interface TaskFiltersProps extends TaskSearch {
  headings: readonly string[];
}

/** The filters of the board; they live in the address. */
export function TaskFilters({ status = "", sprint = "", q, headings }: TaskFiltersProps) {
  const navigate = useNavigate();
  const change = (next: TaskSearch) =>
    void navigate({ to: ".", search: (old: Record<string, unknown>) => ({ ...old, ...next }), replace: true });
  return (
    <search className="flex min-w-0 flex-1 flex-wrap gap-2 max-sm:basis-full">
      <SearchField
        label="Search tasks"
        placeholder="Search title or file"
        className="basis-48 max-sm:basis-full"
        value={q}
        onSearch={(text) => change({ q: text })}
      />
      <Select
        aria-label="Status"
        className="w-32"
        value={status}
        onChange={({ target }) => change({ status: target.value || undefined })}
      >
        <option value="">All</option>
        <option value="open">Open</option>
        <option value="done">Done</option>
      </Select>
      <Select
        aria-label="Heading"
        className="w-52 max-sm:flex-1"
        value={sprint}
        onChange={({ target }) => change({ sprint: target.value || undefined })}
      >
        <option value="">All headings</option>
        {headings.map((heading) => (
          <option key={heading}>{heading}</option>
        ))}
      </Select>
    </search>
  );
}
