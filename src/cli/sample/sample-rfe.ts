/** The RFE of the demo: the one every example of the documentation tells. */
export const sampleRfe = {
  title: "User Authentication System",
  branchName: "ambient-user-authentication",
  description: `Implement JWT-based authentication with OAuth2 integration for the myorg platform.

- People sign in with an e-mail address and a password, or with their GitHub or Google account.
- Access tokens expire after one hour; refresh tokens after 30 days.
- Signed-in people can list their sessions and end any of them, for instance after losing a device.
- Passwords are stored only as bcrypt hashes, and failed sign-ins are limited to 5 per 15 minutes.
- Tokens travel over HTTPS only and never appear in a log.
- Further sign-in providers can be added without changing the sign-in flow.`,
  parentOutcome: "RHASTRAT-456",
} as const;
