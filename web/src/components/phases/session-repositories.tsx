import type { RfeView } from "#web/api/rfes.ts";
import { repositoryLabel } from "#web/components/rfe/repository-name.ts";
import { Select } from "#web/components/ui/select.tsx";
import { chooseWorkIn, type SessionChoices, toggleWritable } from "./session-choices.ts";

interface SessionRepositoriesProps {
  rfe: RfeView;
  choices: SessionChoices;
  setChoices: (choices: SessionChoices) => void;
}

/** Where the session works, and in which repositories it may write. */
export function SessionRepositories({ rfe, choices, setChoices }: SessionRepositoriesProps) {
  const repos = [rfe.umbrellaRepo, ...rfe.supportingRepos];
  return (
    <fieldset className="grid min-w-0 gap-1.5">
      <legend className="mb-1.5 text-13 font-medium">Repositories</legend>
      <ul className="divide-y divide-line rounded-3 border border-line">
        {repos.map(({ url }, at) => {
          const name = repositoryLabel(url);
          return (
            <li
              key={url}
              className="grid items-center gap-x-4 gap-y-2 px-3 py-2 text-13 sm:grid-cols-[minmax(0,1fr)_auto_9rem]"
            >
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <span className="font-medium">{name}</span>{" "}
                <span className="text-12 text-ink-3">{at === 0 ? "spec repo" : "supporting"}</span>
              </span>
              <label className="flex min-h-6 items-center gap-2 text-12">
                <input
                  type="radio"
                  name="work-in"
                  className="size-4 accent-accent"
                  checked={choices.workIn === url}
                  onChange={() => setChoices(chooseWorkIn(choices, url))}
                />
                Work here
              </label>
              <Select
                aria-label={`Access to ${name}`}
                value={choices.writable.includes(url) ? "writable" : "read-only"}
                onChange={({ target }) => setChoices(toggleWritable(choices, url, target.value === "writable"))}
              >
                <option value="read-only">Read-only</option>
                <option value="writable">Writable</option>
              </Select>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
