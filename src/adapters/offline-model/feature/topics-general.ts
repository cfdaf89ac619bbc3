import type { Topic } from "./topic.ts";

const find: Topic = {
  id: "search",
  name: "Search",
  pattern: /\b(search|filter|find|query|browse)/i,
  story: {
    title: "Find what I am looking for",
    who: "a person using the service",
    want: "to search and to narrow the results",
    why: "I reach the right entry without paging through all of them",
    scenarios: [
      { given: "entries that match a word", when: "I search for it", outcome: "I see those and no others, best first" },
      { given: "no match", when: "I search", outcome: "I am told so, with the filters that were applied" },
    ],
  },
  requirements: [
    "answer a search in pages of at most 100 results, in a stable order",
    "apply the caller's rights before it counts results",
  ],
  edgeCases: ["An empty search, one of 1,000 characters and one of only punctuation each get a clear answer."],
  outcomes: ["95 % of searches over 100,000 entries answer in under 300 ms."],
  assumptions: ["Exact and prefix matches suffice at first; ranking by meaning is out of scope."],
  entities: [],
  component: { name: "Search", file: "src/search", duty: "turns a query into a page of results" },
  endpoints: [{ call: "GET /search?q=…", does: "searches", answers: "200 page · 422" }],
  risk: { what: "A broad query loads the database", answer: "an index, a page limit and a time limit per query" },
  task: {
    title: "Search: query, page and rights",
    points: 5,
    acceptance: ["a caller never sees an entry they may not read"],
  },
};

const notify: Topic = {
  id: "notification",
  name: "Notifications",
  pattern: /\b(notif|e-?mail (?:to|is|are|when)|reminder|alert|webhook)/i,
  story: {
    title: "Hear about what concerns me",
    who: "a person who follows something",
    want: "to be notified when it changes",
    why: "I need not look for news myself",
    scenarios: [
      { given: "something I follow", when: "it changes", outcome: "I receive one notification that says what changed" },
      { given: "notifications I switched off", when: "it changes", outcome: "I receive none" },
    ],
  },
  requirements: [
    "deliver each notification at most once per channel and keep a record of it",
    "let people switch each kind of notification off",
  ],
  edgeCases: ["The delivery channel is down: the notification is kept and tried again, and not sent twice."],
  outcomes: ["95 % of notifications are delivered within one minute."],
  assumptions: ["One delivery channel is enough at first."],
  entities: ["notification"],
  component: { name: "Notifier", file: "src/notifications", duty: "queues and delivers notifications" },
  endpoints: [{ call: "GET /notifications", does: "lists the caller's notifications", answers: "200 page · 401" }],
  risk: {
    what: "A burst of changes floods people",
    answer: "changes of the same thing within a minute become one notification",
  },
  task: {
    title: "Notifier: queue, deliver and record",
    points: 5,
    acceptance: ["a failed delivery is tried again and sent once"],
  },
};

const audit: Topic = {
  id: "audit",
  name: "Audit trail",
  pattern: /\b(audit|history|track|log of|trail|complian)/i,
  story: {
    title: "See who did what",
    who: "an administrator",
    want: "to see who changed what and when",
    why: "I can answer questions about it later",
    scenarios: [
      {
        given: "a change by somebody",
        when: "I look at the trail",
        outcome: "I see the person, the time and the change",
      },
    ],
  },
  requirements: [
    "record actor, action, subject and time of every change, in the same transaction as the change",
    "refuse to alter or remove a record of the trail",
  ],
  edgeCases: ["The record cannot be written: the change itself does not happen either."],
  outcomes: ["Every change has exactly one record."],
  assumptions: ["Records are kept for one year."],
  entities: ["audit_event"],
  component: { name: "Audit trail", file: "src/audit", duty: "records and lists changes" },
  endpoints: [{ call: "GET /audit-events", does: "lists records", answers: "200 page · 403" }],
  risk: {
    what: "The trail grows without end",
    answer: "it is partitioned by month, and months past the limit are dropped",
  },
  task: {
    title: "Audit trail: record changes and list them",
    points: 3,
    acceptance: ["a change that fails leaves no record"],
  },
};

const permit: Topic = {
  id: "permission",
  name: "Roles and permissions",
  pattern: /\b(role|permission|authori[sz]|admin|access control|rbac)/i,
  story: {
    title: "Give people the rights they need",
    who: "an administrator",
    want: "to give and take roles",
    why: "people can do their work and nothing more",
    scenarios: [
      { given: "a person without a role", when: "they call a protected route", outcome: "they are refused with 403" },
      {
        given: "a role that was taken away",
        when: "its former holder calls again",
        outcome: "they are refused at once",
      },
    ],
  },
  requirements: ["refuse every action that no role of the caller allows", "let only administrators give or take roles"],
  edgeCases: ["The last administrator tries to give up that role: this is refused."],
  outcomes: ["Each route has a test that shows its refusal."],
  assumptions: ["Roles are fixed in code at first; only their holders change."],
  entities: ["user", "role_assignment"],
  component: { name: "Permissions", file: "src/permissions", duty: "decides whether a caller may do something" },
  endpoints: [{ call: "PUT /users/{id}/roles/{role}", does: "gives a role", answers: "204 · 403 · 404" }],
  risk: { what: "A new route forgets its check", answer: "routes are refused unless they name the right they need" },
  task: {
    title: "Permissions: roles and one place that decides",
    points: 5,
    acceptance: ["a route without a rule is refused"],
  },
};

const exchange: Topic = {
  id: "export",
  name: "Import and export",
  pattern: /\b(export|import|csv|download|upload|report)/i,
  story: {
    title: "Take my data with me",
    who: "a person using the service",
    want: "to download my data in a common format",
    why: "I can use it elsewhere",
    scenarios: [
      {
        given: "data of mine",
        when: "I ask for an export",
        outcome: "I receive a file that holds all of it and nothing of others",
      },
      {
        given: "more data than fits one answer",
        when: "I ask for an export",
        outcome: "I see its progress and a link at its end",
      },
    ],
  },
  requirements: [
    "produce exports as UTF-8 CSV with a header line",
    "keep a finished export for 7 days, readable only by its owner",
  ],
  edgeCases: ["A value holds commas, quotes, line breaks or starts with `=`: it arrives unchanged and runs nothing."],
  outcomes: ["An export of 100,000 rows finishes within one minute."],
  assumptions: ["One format, CSV, is enough at first."],
  entities: ["export_job"],
  component: { name: "Exporter", file: "src/exports", duty: "writes exports in the background" },
  endpoints: [{ call: "POST /exports", does: "starts an export", answers: "202 job · 401" }],
  risk: {
    what: "A large export starves other requests",
    answer: "it runs in the background, in pages, one per person",
  },
  task: {
    title: "Exporter: background export with progress",
    points: 5,
    acceptance: ["a file holds exactly the owner's rows"],
  },
};

/** Subjects that many features touch. */
export const generalTopics: readonly Topic[] = [permit, find, notify, audit, exchange];
