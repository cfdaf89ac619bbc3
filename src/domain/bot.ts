/** Whom the commits of vteam and its agents are by (guide). */
export const bot = { name: "vTeam Bot", email: "vteam-bot@ambient-code.io" } as const;
