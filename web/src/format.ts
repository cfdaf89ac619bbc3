const units = [
  { unit: "year", ms: 365 * 86_400_000 },
  { unit: "month", ms: 30 * 86_400_000 },
  { unit: "day", ms: 86_400_000 },
  { unit: "hour", ms: 3_600_000 },
  { unit: "minute", ms: 60_000 },
  { unit: "second", ms: 1_000 },
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "6 minutes ago"; "just now" within five seconds, in either direction, because clocks differ. */
export function relativeTime(time: number, now: number): string {
  const distance = time - now;
  if (Math.abs(distance) < 5_000) return "just now";
  const { unit, ms } = units.find((one) => Math.abs(distance) >= one.ms) ?? { unit: "second" as const, ms: 1_000 };
  return relative.format(Math.trunc(distance / ms), unit);
}

/** The exact moment, here and in UTC. */
export const absoluteTime = (time: Date): string =>
  `${time.toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" })} · ${time.toISOString()}`;

/** "6 m 15 s", at most two units; below ten seconds with one decimal, so that quick things differ. */
export function durationText(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 9.95) return `${(Math.floor(seconds * 10) / 10).toFixed(1).replace(".0", "")} s`;
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60)];
  if (hours >= 24) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes} m`;
  return minutes > 0 ? `${minutes} m ${whole % 60} s` : `${whole} s`;
}

/** "184 k", "1.2 M": counts that nobody reads to the last digit. */
export function countText(count: number): string {
  if (count < 10_000) return count.toLocaleString("en").replaceAll(",", " ");
  if (count < 1_000_000) return `${Math.round(count / 1_000)} k`;
  return `${(count / 1_000_000).toFixed(1)} M`;
}

/** "$0.42"; fractions of a cent are not rounded to nothing. */
export const costText = (usd: number): string => (usd > 0 && usd < 0.01 ? "<$0.01" : `$${usd.toFixed(2)}`);

export function bytesText(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_024 * 1_024) return `${Math.round(bytes / 1_024)} KB`;
  return `${(bytes / 1_024 / 1_024).toFixed(1)} MB`;
}

/** "1 task", "2 tasks". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
