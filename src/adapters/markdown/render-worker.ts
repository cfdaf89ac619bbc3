// The thread that renders documents: a long one takes seconds, in which the server must go on answering.
import { parentPort } from "node:worker_threads";
import { renderDocument } from "./document.ts";

parentPort?.on("message", (source: string) => parentPort?.postMessage(renderDocument(source)));
