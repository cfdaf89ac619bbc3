import type { Topic } from "./topic.ts";

/** What follows a sign-in: sessions, and keeping accounts safe. */
export const accountTopics: readonly Topic[] = [
  {
    id: "session",
    name: "Session management",
    pattern: /\b(sessions?|log[- ]?out|sign[- ]?out|refresh token|device)/i,
    story: {
      title: "See and end my sessions",
      who: "a signed-in person",
      want: "to see where I am signed in and to end any of those sessions",
      why: "a lost device does not keep access to my account",
      scenarios: [
        {
          given: "two sessions of mine on different devices",
          when: "I list my sessions",
          outcome: "I see both, with device, start and last use, and the current one is marked",
        },
        {
          given: "a session of mine",
          when: "I end it",
          outcome: "its refresh token stops working at once and its access token no later than it expires",
        },
      ],
    },
    requirements: [
      "keep a record of each session with its user, its device, its start, its last use and its expiry",
      "let people list their own sessions and end one or all of them, and never those of somebody else",
      "remove expired sessions no later than one day after they expire",
    ],
    edgeCases: [
      "A person ends the session they are using: the answer still arrives, and the next request is refused.",
      "Two requests end the same session at once: both succeed.",
    ],
    outcomes: ["An ended session gives access to nothing after at most the lifetime of one access token."],
    assumptions: ["A person may hold any number of sessions at the same time."],
    entities: ["user", "session"],
    component: { name: "Session store", file: "src/auth/sessions", duty: "records, lists, ends and expires sessions" },
    endpoints: [
      { call: "GET /auth/sessions", does: "lists the caller's sessions", answers: "200 list · 401" },
      { call: "DELETE /auth/sessions/{id}", does: "ends a session", answers: "204 · 401 · 404" },
    ],
    risk: {
      what: "Stateless access tokens outlive an ended session",
      answer: "short lifetimes, plus a check of the session record on sensitive routes",
    },
    task: {
      title: "Session store: record, list, end and expire sessions",
      points: 5,
      acceptance: ["nobody sees or ends a session of somebody else", "expired sessions are removed"],
    },
  },
  {
    id: "protection",
    name: "Protection of accounts",
    pattern: /\b(security|secure|password|bcrypt|argon|hash|rate[- ]?limit|brute|https|tls)/i,
    story: {
      title: "Keep attackers out of my account",
      who: "an account holder",
      want: "guessing, stolen databases and eavesdropping to lead nowhere",
      why: "I can trust the service with my account",
      scenarios: [
        {
          given: "five failed sign-ins for one address within 15 minutes",
          when: "a sixth is tried",
          outcome: "it is refused with 429 and says when to try again, whatever the password",
        },
        {
          given: "a copy of the database",
          when: "somebody reads it",
          outcome: "it holds no password and no token in a usable form",
        },
      ],
    },
    requirements: [
      "store passwords only as bcrypt hashes with a cost factor of at least 12",
      "refuse sign-ins for 15 minutes after 5 failures for the same address or the same client",
      "accept and send tokens over HTTPS only, and never write passwords or tokens to a log",
    ],
    edgeCases: [
      "Many addresses are tried from one client: the limit per client applies although no address reached its own.",
      "A password of 1,000 characters is sent: it is refused before it is hashed.",
    ],
    outcomes: ["No response, log line or database column contains a password or a usable token."],
    assumptions: ["TLS ends at a proxy that tells the service the original scheme."],
    entities: ["user"],
    component: { name: "Sign-in guard", file: "src/auth/guard", duty: "hashes passwords and limits attempts" },
    endpoints: [],
    risk: {
      what: "Limits lock honest people out during an attack on their address",
      answer: "a limited address can still sign in through a provider, and limits end by themselves",
    },
    task: {
      title: "Sign-in guard: password hashing and attempt limits",
      points: 3,
      acceptance: ["the sixth attempt within 15 minutes gets 429", "a hash of an older cost is renewed at sign-in"],
    },
  },
];
