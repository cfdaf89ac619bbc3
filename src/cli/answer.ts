/** The JSON of an answer of the typed client. Whatever the server refuses was thrown by the client before. */
export async function answerOf<R extends { json(): Promise<unknown> }>(
  pending: Promise<R>,
): Promise<Awaited<ReturnType<R["json"]>>> {
  const response = await pending;
  const body = await response.json();
  return body as Awaited<ReturnType<R["json"]>>; // The type comes from the route that wrote it.
}
