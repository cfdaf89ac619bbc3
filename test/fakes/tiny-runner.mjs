// A runner for tests of launchers: does what the name of its session says, and leaves traces in its workspace.
import { spawn } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

const name = process.env.RUN_URL.split("/").at(-1);
const token = readFileSync(0, "utf8");
if (token === "") process.exit(3);

appendFileSync("starts", `${process.pid}\n`);
writeFileSync("seen.json", JSON.stringify({ token, argv: process.argv, environment: process.env }));

const forever = () => setInterval(() => {}, 60_000);
const [behaviour, argument] = name.split("-");
if (behaviour === "exit") process.exitCode = Number(argument);
if (behaviour === "leave") {
  // Its last act, as a runner does it when it ends by itself.
  process.on("SIGUSR1", () => {
    writeFileSync("exit-code", argument);
    process.exit(Number(argument));
  });
  forever();
}
if (behaviour === "wait") forever();
if (behaviour === "polite") {
  process.on("SIGTERM", () => process.exit(2));
  forever();
}
if (behaviour === "chatty") {
  setInterval(() => process.stdout.write("x".repeat(10_000)), 10);
}
if (behaviour === "stubborn") {
  process.on("SIGTERM", () => {});
  const keepOn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 60000)";
  const child = spawn(process.execPath, ["-e", keepOn], { stdio: "ignore" });
  const daemon = spawn(process.execPath, ["-e", keepOn], { stdio: "ignore", detached: true });
  writeFileSync("descendants", `${child.pid} ${daemon.pid}`);
  forever();
}
writeFileSync("ready", "");
