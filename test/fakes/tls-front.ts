import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createServer, type TLSSocket } from "node:tls";

/** Certificates are made by openssl. */
export const canMakeCertificates = spawnSync("openssl", ["version"]).status === 0;

export interface TlsFront {
  origin: string;
  /** The certificate, which is its own authority. */
  certificate: string;
  close(): Promise<void>;
}

/** TLS in front of a plain server of this machine, with a certificate made on the spot for `host`. */
export async function openTlsFront(target: string, directory: string, host = "127.0.0.1"): Promise<TlsFront> {
  const [certificate, key] = [join(directory, "front.crt"), join(directory, "front.key")];
  const name = /^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`;
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
      ...["-subj", `/CN=${host}`, "-addext", `subjectAltName=${name}`, "-keyout", key, "-out", certificate],
    ],
    { stdio: "ignore" },
  );
  const { hostname, port } = new URL(target);
  const sockets = new Set<TLSSocket>();
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (socket) => {
    sockets.add(socket);
    const onward = connect({ host: hostname, port: Number(port) });
    socket.pipe(onward).pipe(socket);
    socket.on("error", () => onward.destroy()).on("close", () => sockets.delete(socket));
    onward.on("error", () => socket.destroy());
  });
  server.on("tlsClientError", () => {}); // a client that does not trust us is what some tests want
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the front has no port");
  return {
    origin: `https://127.0.0.1:${address.port}`,
    certificate,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
