import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { sampleOf } from '../../src/inspect/sample.ts';
import { startAgent } from '../harness/agent-run.ts';
import { recordsOf } from '../harness/gateway.ts';
import { startOrigin } from '../harness/origin.ts';
import { NODE } from '../harness/weir-process.ts';
import { assertNoTrace } from './traces.ts';
import {
  ANTHROPIC_END,
  ANTHROPIC_START,
  anthropicEvent,
  anthropicMessage,
  OPENAI_END,
  openaiCompletion,
  openaiEvent,
} from './wire-formats.ts';

interface Sdk {
  readonly name: string;
  readonly script: string;
  readonly host: string;
  readonly base: string;
  readonly path: string;
  readonly keyKind: string;
  readonly keyVariable: string;
  readonly whole: (text: string) => string;
  readonly start: string;
  readonly event: (text: string) => string;
  readonly end: string;
}

const SDKS: readonly Sdk[] = [
  {
    name: 'OpenAI SDK',
    script: 'openai.ts',
    host: 'api.openai.com',
    base: 'https://llm.example.com/v1',
    path: '/v1/chat/completions',
    keyKind: 'openai-project-key',
    keyVariable: 'OPENAI_API_KEY',
    whole: openaiCompletion,
    start: '',
    event: openaiEvent,
    end: OPENAI_END,
  },
  {
    name: 'Anthropic SDK',
    script: 'anthropic.ts',
    host: 'api.anthropic.com',
    base: 'https://llm.example.com',
    path: '/v1/messages',
    keyKind: 'anthropic-api-key',
    keyVariable: 'ANTHROPIC_API_KEY',
    whole: anthropicMessage,
    start: ANTHROPIC_START,
    event: anthropicEvent,
    end: ANTHROPIC_END,
  },
];

const SECRET = sampleOf('slack-bot-token', 4);
const lines = (text: string): object[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as object);

for (const sdk of SDKS) {
  const key = sampleOf(sdk.keyKind, 5);
  const command = (...args: string[]) => [
    NODE,
    path.join(import.meta.dirname, 'clients', sdk.script),
    ...args,
  ];
  const env = { [sdk.keyVariable]: key };

  test(`${sdk.name}: its own key reaches its vendor, answers stream event by event, masked`, async () => {
    const second = Promise.withResolvers<void>();
    await using origin = await startOrigin({
      hosts: [sdk.host],
      answer: async (request, reply) => {
        if (!request.body.includes('"stream":true'))
          return reply.send(200, { 'Content-Type': 'application/json' }, sdk.whole(`it is ${SECRET}.`));
        reply.head(200, { 'Content-Type': 'text/event-stream', 'Transfer-Encoding': 'chunked' });
        reply.chunk(sdk.start + sdk.event('first'));
        await second.promise;
        const leaking = sdk.event(`then ${SECRET}.`);
        reply.chunk(leaking.slice(0, -40));
        reply.chunk(leaking.slice(-40));
        reply.chunk(sdk.end);
        reply.lastChunk();
      },
    });
    const agent = startAgent(command(), { origins: { [sdk.host]: origin }, env, input: '' });
    // Were the first event held until the second, this would never come.
    await agent.says(/"delta":"first"/);
    second.resolve();
    const run = await agent.finished;
    assert.equal(run.code, 0, run.stderr);
    const mask = `[redacted:slack-bot-token]${'*'.repeat(SECRET.length - 26)}`;
    assert.deepEqual(lines(run.stdout), [
      { whole: `it is ${mask}.` },
      { delta: 'first' },
      { delta: `then ${mask}.` },
    ]);
    const value = `Bearer ${key}`;
    assert.deepEqual(
      origin.requests.map((request) => [request.target, request.header('authorization')]),
      [
        [sdk.path, value],
        [sdk.path, value],
      ],
    );
    const records = await recordsOf(agent.data, 2);
    assert.deepEqual(
      records.map(({ outcome, redacted }) => [outcome, redacted]),
      [
        ['masked', 1],
        ['masked', 1],
      ],
    );
    assert.match(run.stderr, new RegExp(`2 masked.*${sdk.host.replaceAll('.', '\\.')} \\(2\\)`));
    assertNoTrace({ ...run, data: agent.data }, [key, SECRET]);
  });

  test(`${sdk.name}: its key goes to nobody else, and a secret in the chat goes to nobody`, async () => {
    await using origin = await startOrigin({ hosts: [sdk.host, 'llm.example.com'] });
    const origins = { [sdk.host]: origin, 'llm.example.com': origin };
    for (const args of [[sdk.base], ['', `my key is ${SECRET}`]]) {
      const agent = startAgent(command(...args), { origins, env, input: '' });
      const run = await agent.finished;
      assert.equal(run.code, 0, run.stderr);
      const [said] = lines(run.stdout) as { status: number; reason: string; message: string }[];
      assert.deepEqual([said?.status, said?.reason], [403, 'credential-leak'], run.stdout);
      assertNoTrace({ ...run, data: agent.data }, [key, SECRET]);
    }
    assert.deepEqual([origin.connections, origin.saw(key), origin.saw(SECRET)], [0, false, false]);
  });
}
