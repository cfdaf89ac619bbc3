import { plainText } from "./plain-text.ts";
import { factLines } from "./table.ts";
import type { Paint } from "./terminal.ts";

interface RfeFacts {
  id: string;
  title: string;
  description: string;
  branchName: string;
  umbrellaRepo: { url: string; branch: string };
  supportingRepos: { url: string; branch: string }[];
  parentOutcome?: string | undefined;
  createdBy: string;
}

/** An RFE as `show` and `create` print it. */
export function rfeLines(rfe: RfeFacts, paint: Paint): string[] {
  const repo = ({ url, branch }: { url: string; branch: string }) => `${url} ${paint("dim", `from ${branch}`)}`;
  const facts = factLines(
    [
      ["id", rfe.id],
      ["branch", rfe.branchName],
      ["specs", repo(rfe.umbrellaRepo)],
      ...rfe.supportingRepos.map((supporting) => ["with", repo(supporting)] as const),
      ["outcome", rfe.parentOutcome],
      ["created by", plainText(rfe.createdBy)],
    ],
    paint,
  );
  const description = plainText(rfe.description).trim();
  return [
    paint("bold", plainText(rfe.title)),
    ...facts,
    ...(description === "" ? [] : ["", ...description.split("\n")]),
  ];
}
