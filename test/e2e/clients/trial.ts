import * as fs from 'node:fs';

/** What a client is told to send. Text is ASCII. */
export interface Trial {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: TrialBody;
}

/** A body in the way the client itself makes it. */
export type TrialBody =
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'form' | 'multipart'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'chunked'; readonly pieces: readonly string[] };

/** What came back. */
export interface Outcome {
  readonly id: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What the client said when there was no answer. */
  readonly error?: string;
}

/** Reads the trials from the file that the first argument names, runs them one after the other, prints the outcomes. */
export async function runTrials(ask: (trial: Trial) => Promise<Omit<Outcome, 'id'>>): Promise<void> {
  const trials = JSON.parse(fs.readFileSync(process.argv[2]!, 'utf8')) as Trial[];
  const outcomes: Outcome[] = [];
  for (const trial of trials) {
    try {
      outcomes.push({ id: trial.id, ...(await ask(trial)) });
    } catch (error) {
      const { cause } = error as Error;
      const text = `${String(error)}${cause === undefined ? '' : ` (${String(cause)})`}`;
      outcomes.push({ id: trial.id, status: 0, headers: {}, body: '', error: text });
    }
  }
  process.stdout.write(JSON.stringify(outcomes));
}

/** Status, fields and body out of the text that curl and wget print; interim answers and the CONNECT go. */
export function parseAnswer(heads: string, body: string): Omit<Outcome, 'id'> {
  const last = heads.split(/^(?=\s*HTTP\/1\.[01] )/m).at(-1) ?? '';
  const lines = last.split(/\r?\n/).map((line) => line.trim());
  const headers: Record<string, string> = {};
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { status: Number(/ (\d{3})/.exec(lines[0] ?? '')?.[1] ?? 0), headers, body };
}
