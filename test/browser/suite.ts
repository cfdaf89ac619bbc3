import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { removeData, startVteam, type VteamServer } from "#test/fakes/vteam-server.ts";
import { browserPath, enableCommand, openBrowser } from "./chromium.ts";
import { type Manner, type Visitor, visit } from "./visitor.ts";

export const screenshots = join(import.meta.dirname, "../../screenshots");

/** What the journeys of one file share: a server of their own and a browser. */
export class Stage {
  #server: VteamServer | undefined;
  #browser: Browser | undefined;
  #environment: Record<string, string> = {};
  readonly #visitors: Visitor[] = [];

  async open(environment: Record<string, string>): Promise<void> {
    this.#environment = environment;
    [this.#server, this.#browser] = await Promise.all([startVteam({ environment }), openBrowser()]);
  }

  get server(): VteamServer {
    if (this.#server === undefined) throw new Error("the stage is not open");
    return this.#server;
  }

  get browser(): Browser {
    if (this.#browser === undefined) throw new Error("the stage is not open");
    return this.#browser;
  }

  async visit(manner?: Manner): Promise<Visitor> {
    const visitor = await visit(this.browser, this.server, manner);
    this.#visitors.push(visitor);
    return visitor;
  }

  /** The server dies as in a crash; `comeBack` starts it again on the same data and port. */
  crash = (): Promise<void> => this.server.kill();

  async comeBack(): Promise<void> {
    const { dataDirectory, token, origin } = this.server;
    this.#server = await startVteam({
      ...{ dataDirectory, token, port: Number(new URL(origin).port) },
      environment: this.#environment,
    });
  }

  /** What went wrong in any browser so far, without anybody having asked. */
  get faults(): string[] {
    return this.#visitors.flatMap(({ faults }) => faults);
  }

  /** What everybody saw when a test failed, for the person who looks into it. */
  async capture(test: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    const name = test.replace(/[^a-z0-9]+/gi, "-").slice(0, 60);
    for (const [at, { page }] of this.#visitors.entries())
      if (!page.isClosed())
        await page.screenshot({ path: join(screenshots, `failed-${name}-${at}.png`) }).catch(() => {});
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    await this.#server?.stop();
    if (this.#server !== undefined) removeData(this.#server.dataDirectory);
  }
}

/** A suite in a real browser against a real server. Where there is no browser it is skipped, and test/skipped-suites.ts says so. */
export function browserSuite(
  name: string,
  tell: (stage: Stage) => void,
  environment: () => Promise<Record<string, string>> = async () => ({}),
): void {
  const isMissing = browserPath === undefined;
  describe.skipIf(isMissing)(name, { meta: isMissing ? { enabledBy: enableCommand } : {} }, () => {
    const stage = new Stage();
    beforeAll(async () => stage.open(await environment()));
    beforeEach(({ task, onTestFailed }) => onTestFailed(() => stage.capture(task.name)));
    afterAll(() => stage.close());
    tell(stage);
  });
}
