// Output that tries to steer a terminal, a page or a reader, as a command an agent runs might print it.

const ESC = "\u001b";
const BEL = "\u0007";
const ST = `${ESC}\\`;
const C1 = { csi: "\u009b", osc: "\u009d", dcs: "\u0090", apc: "\u009f", pm: "\u009e", sos: "\u0098", st: "\u009c" };
const script = "<script>alert(1)</script>";
const link = "https://tracker.example/x";

const strings = [
  `]0;owned`,
  `]2;${script}`,
  `]8;;${link}`,
  `]8;;javascript:alert(1)`,
  `]52;c;b3duZWQ=`,
  `]1337;File=inline=1:AAAA`,
  `P1$r0m`,
  `_Gf=100;AAAA`,
  `^private`,
  `Xstart`,
];

export const ansiPayloads: readonly string[] = [
  ...strings.map((body) => `a${ESC}${body}${BEL}b`),
  ...strings.map((body) => `a${ESC}${body}${ST}b`),
  ...strings.map((body) => `a${ESC}${body}\nb`),
  ...["2J", "H", "10;10H", "1A", "K", "?25l", "?1049h", "6n", "s", "u", "5S", "!p", "?2004h", ">c", "0 q", "21t"].map(
    (body) => `a${ESC}[${body}b`,
  ),
  ...Object.values(C1).map((lead) => `a${lead}0;owned${C1.st}b`),
  `a${ESC}c${ESC}7${ESC}8b`,
  `a${ESC}(0${ESC}#8b`,
  `a${ESC}[31;${script}mb`,
  `a${ESC}[31" onclick="alert(1)mb`,
  `a${ESC}[38;2;999;999;999mb`,
  `a${ESC}[38;5;999mb`,
  `a${ESC}[${"1;".repeat(10_000)}mb`,
  `a${ESC}[8mhidden${ESC}[0mb`,
  `a${ESC}[31m${script}${ESC}[0mb`,
  `a${ESC}${ESC}[31mb`,
  `a${ESC}[${ESC}[31mb`,
  `a${ESC}[`,
  `a${ESC}`,
  `a${ESC}]`,
  "a\u202egnp.exe\u202cb",
  "a\u2066isolated\u2069b",
  "a\u200b\u200c\u200d\ufeffb",
  "a\u{e0041}\u{e0042}b",
  "a\u0000\u0001\u0002b",
  "a\rowned\rb",
  "safe\b\b\b\bevil",
  `a\u2028${script}\u2029b`,
  `${script}`,
  `<img src=${link} onerror=alert(1)>`,
  `a${ESC}[31m\n\n${ESC}[32mb`,
];
