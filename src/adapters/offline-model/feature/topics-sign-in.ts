import type { Topic } from "./topic.ts";

/** Signing in with tokens and with other providers. */
export const signInTopics: readonly Topic[] = [
  {
    id: "token",
    name: "Token-based sign-in",
    pattern: /\b(jwt|json web token|access token|bearer|log[- ]?in|sign[- ]?in|authenticat)/i,
    story: {
      title: "Sign in with an e-mail address and a password",
      who: "a registered person",
      want: "to sign in with my e-mail address and password",
      why: "the service knows who I am on every request",
      scenarios: [
        {
          given: "a registered address and its password",
          when: "I sign in",
          outcome: "I receive an access token and a refresh token, and a request with the access token succeeds",
        },
        {
          given: "a wrong password or an unknown address",
          when: "I sign in",
          outcome: "I am refused with the same answer in both cases, and no token is issued",
        },
        {
          given: "an access token that has expired",
          when: "I call the service",
          outcome: "I am refused with 401 and may obtain a new token with my refresh token",
        },
      ],
    },
    requirements: [
      "issue a signed access token (JWT) after a successful sign-in, valid for 1 hour unless configured otherwise",
      "issue a refresh token valid for 30 days, store only its hash, and replace it each time it is used",
      "refuse a token whose signature, issuer, audience or expiry is wrong, and any token with the algorithm `none`",
    ],
    edgeCases: [
      "A refresh token is used a second time after it was replaced: every token of that session is revoked.",
      "The clocks of two servers differ by some seconds: expiry is checked with 30 seconds of tolerance.",
    ],
    outcomes: ["95 % of sign-ins answer in under 500 ms at 50 sign-ins per second."],
    assumptions: ["Access tokens live 1 hour and refresh tokens 30 days; both are configuration."],
    entities: ["user", "session"],
    component: { name: "Token service", file: "src/auth/tokens", duty: "issues, verifies and rotates tokens" },
    endpoints: [
      { call: "POST /auth/login", does: "signs in with address and password", answers: "200 tokens · 401 · 429" },
      { call: "POST /auth/refresh", does: "replaces a refresh token", answers: "200 tokens · 401" },
    ],
    risk: {
      what: "A leaked signing key lets anyone issue tokens",
      answer: "keys come from the environment, carry an id, and can be rotated without signing everyone out",
    },
    task: {
      title: "Token service: issue, verify and rotate access and refresh tokens",
      points: 5,
      acceptance: ["a tampered, expired or unsigned token is refused", "a refresh token works exactly once"],
    },
  },
  {
    id: "provider",
    name: "Sign-in with other providers",
    pattern: /\b(oauth|openid|oidc|sso|social log|google|github)/i,
    story: {
      title: "Sign in with an account I already have",
      who: "a person with an account at a supported provider",
      want: "to sign in through that provider",
      why: "I need no further password",
      scenarios: [
        {
          given: "an account at the provider with a verified address",
          when: "I come back from the provider with a valid code and state",
          outcome: "I am signed in, and the provider account is linked to my user",
        },
        {
          given: "a callback whose state is missing, wrong or used before",
          when: "it reaches the service",
          outcome: "it is refused and nothing is linked",
        },
      ],
    },
    requirements: [
      "offer OAuth 2 authorization-code sign-in with PKCE for each configured provider",
      "link a provider account to exactly one user, and only by an address the provider calls verified",
      "take further providers as configuration and one adapter, without a change to the sign-in flow",
    ],
    edgeCases: [
      "The provider is down or slow: sign-in with a password still works, and the person is told which provider failed.",
      "The provider returns no verified address: the person is asked to sign in first and link the account then.",
    ],
    outcomes: ["A first sign-in through a provider takes a person at most 3 interactions on our side."],
    assumptions: ["Client ids and secrets of the providers are given as configuration by operations."],
    entities: ["user", "oauth_provider"],
    component: { name: "Provider sign-in", file: "src/auth/providers", duty: "runs the code flow and links accounts" },
    endpoints: [
      { call: "GET /auth/{provider}", does: "starts the code flow", answers: "302 to the provider · 404" },
      { call: "GET /auth/{provider}/callback", does: "ends the code flow", answers: "200 tokens · 400 · 502" },
    ],
    risk: {
      what: "An attacker links a provider account to somebody else's user",
      answer: "state is single-use and bound to the browser, PKCE is always on, only verified addresses link",
    },
    task: {
      title: "Provider sign-in: authorization-code flow with PKCE behind one provider interface",
      points: 8,
      acceptance: ["a reused or foreign state is refused", "two providers differ only in configuration"],
    },
  },
];
