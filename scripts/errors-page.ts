import { REASONS, type Reason, reasonEntry } from '../src/flow/reason.ts';

const INTRO = `# Errors

<!-- Written by scripts/docs.ts from src/flow/reason.ts: change the table there, then run \`npm run docs\`. -->

Every way in which Weir itself ends an exchange. The answer has the status below, the two headers, and a JSON body:

\`\`\`json
{
  "error": "Blocked by Weir: credentials detected in the request",
  "reason": "credential-leak",
  "kinds": ["github-pat"],
  "places": ["header.authorization"],
  "patterns": ["GitHub personal access token"],
  "request_id": "1f0c9a7be2d4-000001",
  "next": "Remove the secret from the request. ..."
}
\`\`\`

- \`X-Weir-Block-Reason\` and \`reason\` in the body hold the group, the second column; the record holds the reason
  itself, the first column. \`detail\`, in both where there is one, narrows it down (\`duplicate-content-length\`).
- \`policy\` and \`action\` are there when a policy decided, \`kinds\` and \`places\` when a secret was found. The value of
  the secret is never there.
- \`X-Strathon-Block-Reason\` and \`patterns\` are sent while \`compat.strathon\` is true. A dash: Strathon has no such case.
- \`X-Weir-Request-Id\` and \`request_id\` are the \`id\` of the record: \`weir records --json | grep ID\`.
- Every one of these answers closes the connection.
- Once an answer has begun there is no room for another one: the connection is cut, and only the record has the reason.
  The same holds inside a tunnel before its first request, and for SOCKS5 clients, who get a reply code.
- What happened when: [lifecycle](lifecycle.md).

| Reason | X-Weir-Block-Reason | Status | X-Strathon-Block-Reason | Message | What to do |
|---|---|---|---|---|---|
`;

/** docs/errors.md. */
export function errorsPage(): string {
  const rows = (Object.keys(REASONS) as Reason[]).map((reason) => {
    const { status, header, strathon, message, next } = reasonEntry(reason);
    const other = strathon === undefined ? '-' : `\`${strathon}\``;
    return `| \`${reason}\` | \`${header}\` | ${status} | ${other} | ${message} | ${next} |\n`;
  });
  return `${INTRO}${rows.join('')}`;
}
