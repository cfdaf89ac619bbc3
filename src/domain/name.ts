const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";

/** <prefix>-<20 characters of lower-case Crockford base32>: 100 random bits. `random` gives that many bytes. */
export function randomName(prefix: string, random: (count: number) => Uint8Array): string {
  return `${prefix}-${[...random(20)].map((byte) => CROCKFORD[byte % 32]).join("")}`;
}
