import assert from 'node:assert/strict';

/** What every client can show of an answer. */
export interface ShownAnswer {
  readonly status: number;
  header(name: string): string | undefined;
  text(): string;
}

/** The JSON body of a denial. */
export interface DenialBody {
  readonly error: string;
  readonly reason: string;
  readonly kinds?: readonly string[];
  readonly places?: readonly string[];
  readonly policy?: string;
  readonly detail?: string;
  readonly request_id: string;
  readonly next: string;
}

/**
 * Checks an answer that refuses a leak, whole: status, both reasons, every member of the body.
 * @returns the body
 */
export function assertLeakBlocked(answer: ShownAnswer, kind: string, message?: string): DenialBody {
  const denial = assertDenied(answer, 403, 'credential-leak', message);
  assert.equal(answer.header('x-strathon-block-reason'), 'credential-leak');
  assert.ok(denial.kinds?.includes(kind), `${message ?? ''} kinds ${denial.kinds} without ${kind}`);
  return denial;
}

/** Checks an answer that Weir itself gave. */
export function assertDenied(
  answer: ShownAnswer,
  status: number,
  reason: string,
  message?: string,
): DenialBody {
  assert.deepEqual(
    { status: answer.status, reason: answer.header('x-weir-block-reason') },
    { status, reason },
    `${message ?? ''} ${answer.text().slice(0, 300)}`,
  );
  const denial = JSON.parse(answer.text()) as DenialBody;
  assert.equal(denial.reason, reason);
  assert.equal(denial.request_id, answer.header('x-weir-request-id'));
  assert.ok(denial.error.length > 0 && denial.next.length > 0);
  return denial;
}
