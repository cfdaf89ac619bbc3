import type { LinkProfile } from "./link-emulator.ts";
import type { SeedJob } from "./seed-job.ts";

/** Repositories of one shape: served as usual, with 20,000 refs, and by a host that cannot filter. */
export type SpecRepository = "spec" | "spec-many-refs" | "spec-no-filter";

export interface Case {
  name: string;
  profile: LinkProfile;
  supporting: number;
  variants: SeedJob["variant"][];
  /** Wanted ratio baseline ÷ ours, by variant. */
  goals: Partial<Record<SeedJob["variant"], number>>;
  isRepeat?: boolean;
  times?: number;
  /** The spec repository; "spec" where a case says nothing. */
  spec?: SpecRepository;
  /** What the host takes to answer, beyond its git. */
  serverMs?: number;
}

const near = { rttMs: 40, mbit: 100 };
const far = { rttMs: 150, mbit: 10 };
export const cases: readonly Case[] = [
  {
    name: "specs + 1 big, 40 ms / 100 Mbit",
    profile: near,
    supporting: 1,
    variants: ["baseline", "cached", "cold", "builtin"],
    goals: { cached: 20, cold: 15 },
  },
  {
    name: "specs + 1 big, 150 ms / 10 Mbit",
    profile: far,
    supporting: 1,
    variants: ["baseline", "cached", "builtin"],
    goals: { cached: 40 },
  },
  {
    name: "specs + 10 big, 40 ms / 100 Mbit",
    profile: near,
    supporting: 10,
    variants: ["baseline", "cached", "builtin"],
    goals: { cached: 100 },
  },
  {
    name: "small specs only, 40 ms / 100 Mbit",
    profile: near,
    supporting: 0,
    variants: ["baseline", "cached", "cold", "builtin"],
    goals: { cached: 5, cold: 4 },
  },
  {
    name: "again with nothing to do, specs + 1 big",
    profile: near,
    supporting: 1,
    variants: ["builtin"],
    goals: {},
    isRepeat: true,
  },
  {
    name: "next workflow of the same repository, small specs only",
    profile: near,
    supporting: 0,
    variants: ["baseline", "cached", "next"],
    goals: {},
  },
  {
    name: "host that takes 60 ms more, small specs only",
    profile: near,
    supporting: 0,
    variants: ["baseline", "cached", "cold"],
    goals: {},
    serverMs: 60,
  },
  {
    name: "20,000 refs, small specs only",
    profile: near,
    supporting: 0,
    variants: ["baseline", "cached"],
    goals: {},
    spec: "spec-many-refs",
  },
  {
    name: "host without filter, small specs only",
    profile: near,
    supporting: 0,
    variants: ["baseline", "cached"],
    goals: {},
    spec: "spec-no-filter",
  },
  { name: "1 seeding, specs only", profile: near, supporting: 0, variants: ["builtin"], goals: {} },
  {
    name: "20 seedings at once, specs only",
    profile: near,
    supporting: 0,
    variants: ["builtin"],
    goals: {},
    times: 20,
  },
];
