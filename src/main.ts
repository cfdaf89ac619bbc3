import { readFileSync } from "node:fs";
import { type Logger, pino } from "pino";
import type { DemoOptions, UpOptions } from "#cli/program.ts";
import type { Terminal } from "#cli/terminal.ts";
import { type Config, readConfig } from "#config.ts";
import { isProblem } from "#domain/problem.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const openLog = (config: Config): Logger =>
  pino({ level: config.VTEAM_LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));

/** Aborts at the first SIGTERM or SIGINT; the second ends the process at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const)
    process.on(name, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));
  return stop.signal;
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve())));

/** What the command line says wins over the environment. */
const configured = (config: Config, options: UpOptions): Config => ({
  ...config,
  VTEAM_HOST: options.host ?? config.VTEAM_HOST,
  VTEAM_PORT: options.port ?? config.VTEAM_PORT,
  VTEAM_DATA_DIR: options.dataDir ?? config.VTEAM_DATA_DIR,
  VTEAM_TOKEN: options.token ?? config.VTEAM_TOKEN,
});

async function up(config: Config, options: UpOptions, terminal: Terminal): Promise<number> {
  const signal = stopSignal();
  const { startStandalone } = await import("#composition/standalone.ts");
  const settings = configured(config, options);
  const server = await startStandalone({ config: settings, version, log: openLog(config), isDemo: false });
  const model = config.ANTHROPIC_API_KEY === undefined ? "offline model (no AI)" : "Claude";
  terminal.print(`vteam is ready at ${server.loginUrl}`);
  terminal.note("");
  terminal.complain(
    terminal.paintError("dim", `Sessions use: ${model}. Data: ${settings.VTEAM_DATA_DIR}. Ctrl-C stops.`),
  );
  await aborted(signal);
  await server.close();
  return 0;
}

async function demo(config: Config, options: DemoOptions, terminal: Terminal): Promise<number> {
  const signal = stopSignal();
  const { demo: play } = await import("#composition/demo.ts");
  return play({ config, version, log: openLog(config), options, terminal, signal });
}

async function run(config: Config): Promise<number> {
  const signal = stopSignal();
  const { run: runSession } = await import("#composition/run.ts");
  return runSession(config, openLog(config), signal);
}

/** Runners start often: they load no command line. */
async function main(argv: readonly string[]): Promise<number> {
  const config = readConfig();
  if (argv[0] === "run") return run(config);
  const [{ buildProgram }, { runProgram }, { openTerminal }, { createClient }, { doctorFacts, localToken }] =
    await Promise.all([
      import("#cli/program.ts"),
      import("#cli/run-program.ts"),
      import("#cli/terminal.ts"),
      import("#http/client.ts"),
      import("#composition/machine.ts"),
    ]);
  const terminal = openTerminal(process);
  const program = buildProgram({
    version,
    terminal,
    settings: { url: config.VTEAM_URL, token: config.VTEAM_TOKEN, project: config.VTEAM_PROJECT },
    localToken: () => localToken(config),
    openClient: createClient,
    now: () => new Date(),
    doctor: doctorFacts(config),
    actions: {
      up: (options) => up(config, options, terminal),
      demo: (options) => demo(config, options, terminal),
      run: () => run(config),
    },
  });
  return runProgram(program, argv, terminal);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    `${error instanceof Error ? (isProblem(error) ? error.message : (error.stack ?? "")) : error}\n`,
  );
  process.exitCode = 1;
}
// Whatever still holds the loop (a socket that lingers) must not keep a finished command alive.
process.exit();
