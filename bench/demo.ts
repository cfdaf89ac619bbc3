// The whole product: `npm run demo -- --exit`, seeding and five phases with the real agent SDK on the offline model. Budget: 60 s on 2 cores.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, repeat, report } from "./measure.ts";

const bin = fileURLToPath(new URL("../bin/vteam.mjs", import.meta.url));
const times = await repeat(3, async () => {
  const start = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [bin, "demo", "--exit"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the demo ended with ${status}:\n${stdout}`);
  return (performance.now() - start) / 1000;
});

report("vteam demo --exit (3 rounds, medians)", [
  {
    what: "title → reviewed branch",
    ours: median(times),
    unit: "s",
    baseline: { name: "budget", value: 60 },
    more: false,
  },
]);
