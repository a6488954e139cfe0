import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { decide, decideUnindexed } from './decide.ts';
import { type FactsOverride, factsOf, findingOf, setOf } from './fixture.test.ts';

// A small alphabet, so that random literals do meet random requests.
const hosts = ['a.example', 'b.a.example', 'example', 'aaa.b', 'abaab.test'];
const paths = ['/', '/a', '/a/b', '/ab/ab', '/aab/aba', '/é', '/%C3%A9'];
const literals = [
  ...hosts,
  ...paths,
  'a',
  'ab',
  'aba',
  'b.a',
  '.example',
  'https://a',
  'http.post',
  'POST',
  'GET',
  'crew',
  '',
];
const strings = [
  'http.host',
  'http.path',
  'http.url',
  'http.method',
  'http.scheme',
  'name',
  'attrs["strathon.tool.name"]',
  'attrs["gen_ai.tool.name"]',
  'attrs["strathon.http.url"]',
  'attrs["strathon.source"]',
  'attrs["gen_ai.prompt"]',
  'attrs.nope',
  'agent.name',
  'agent.how',
  'tls.sni',
  'tls.version',
];

const string = fc.constantFrom(...strings);
const literal = fc.constantFrom(...literals).map((text) => JSON.stringify(text));

const atom = fc.oneof(
  fc.tuple(string, fc.constantFrom('==', '!='), literal).map(([s, op, l]) => `${s} ${op} ${l}`),
  fc.tuple(literal, string).map(([l, s]) => `${l} == ${s}`),
  fc
    .tuple(string, fc.constantFrom('contains', 'startsWith', 'endsWith', 'matches'), literal)
    .map(([s, f, l]) => `${s}.${f}(${l})`),
  fc.tuple(string, fc.array(literal, { maxLength: 3 })).map(([s, list]) => `${s} in [${list.join(', ')}]`),
  string.map((s) => `${s} == 5`),
  fc.constantFrom(
    'true',
    'false',
    'http.port == 443',
    'http.port in [80, 8080]',
    'http.port > 80',
    'http.size >= 10',
    'has(attrs["gen_ai.prompt"])',
    'has(attrs.foo)',
    '"strathon.source" in attrs',
    'has(http.headers["x"])',
    'http.headers["x"] == "a"',
    'findings.exists(f, f.kind == "aws")',
    'findings.exists(f, f.nope == "aws")',
    'findings.all(f, f.kind == "aws")',
    'size(findings) > 0',
    'findings.size() >= 1',
    'findings.size() > 1',
    '1 / 0 == 1',
    'http.host',
    'http.host.matches("^a+")',
    'http.url.matches("a(b|c)")',
    'http.url.matches("https?://")',
    'attrs["gen_ai.prompt"].size() > 3',
    '["a.example"].exists(h, h == http.host)',
    'http.query["q"] == "1"',
  ),
);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    { weight: 2, arbitrary: atom },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} && ${b})`),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} || ${b})`),
    },
    { weight: 1, arbitrary: tie('expression').map((a) => `!(${a})`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    },
  ),
}));

const policy = fc.record({
  name: fc.constantFrom('p', 'q', 'r'),
  match_expression: expression,
  action: fc.constantFrom('block', 'log', 'alert', 'allow', 'steer'),
  applies_to: fc.constantFrom([], [], ['http'], ['post'], ['http.get', 'put'], ['tool']),
  priority: fc.integer({ min: -2, max: 2 }),
  shadow: fc.boolean(),
});

const request: fc.Arbitrary<FactsOverride> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'put'),
  url: fc
    .tuple(
      fc.constantFrom('http://', 'https://'),
      fc.constantFrom(...hosts),
      fc.constantFrom('', ':8080'),
      fc.constantFrom(...paths),
    )
    .map((parts) => parts.join('')),
  headers: fc.constantFrom<Record<string, string>>({}, { X: 'a' }),
  size: fc.constantFrom(-1, 0, 10),
  agent: fc.constantFrom('crew', 'a'),
  tls: fc.constantFrom(undefined, { sni: 'a.example', version: 'TLSv1.3' }),
  findings: fc.constantFrom([], [findingOf('aws')], [findingOf('other')]),
});

it('the index never changes a decision', () => {
  fc.assert(
    fc.property(
      fc.array(policy, { maxLength: 12 }),
      fc.constantFrom('allow', 'block'),
      fc.array(request, { minLength: 3, maxLength: 6 }),
      (policies, intervention_default_action, requests) => {
        const set = setOf({ policies, intervention_default_action });
        for (const override of requests) {
          const facts = factsOf(override);
          assert.deepEqual(decide(set, facts), decideUnindexed(set, facts));
        }
      },
    ),
    { seed: 20260302, numRuns: 300 },
  );
});

const samples: readonly FactsOverride[] = fc.sample(request, { seed: 11, numRuns: 40 });

function agrees(match_expression: string): void {
  const set = setOf([{ name: 'p', match_expression, action: 'block' }]);
  for (const override of samples) {
    const facts = factsOf(override);
    assert.deepEqual(decide(set, facts), decideUnindexed(set, facts), match_expression);
  }
}

it('every atom agrees with the library', () => {
  for (const s of strings) {
    for (const l of literals.map((text) => JSON.stringify(text))) {
      for (const f of ['contains', 'startsWith', 'endsWith', 'matches']) agrees(`${s}.${f}(${l})`);
      for (const op of ['==', '!=']) agrees(`${s} ${op} ${l}`);
      agrees(`${s} in [${l}, "aaa.b"]`);
    }
  }
});

/** One expression for each value that there is: true, false, absent, faulty, no boolean; some of them by request. */
const VALUES = [
  'true',
  'false',
  'http.host == "a.example"',
  'http.host.contains("b")',
  'attrs.nope == "x"',
  'has(attrs.nope)',
  '1 / 0 == 1',
  'http.host',
  'size(findings) > 0',
  'findings.exists(f, f.nope == 1)',
  '!(http.host == "a.example")',
  'http.host in ["a.example", "aaa.b"]',
];

it('every combination of values agrees with the library', () => {
  for (const a of VALUES) {
    for (const b of VALUES) {
      for (const op of ['&&', '||']) {
        agrees(`${a} ${op} ${b}`);
        agrees(`!(${a} ${op} ${b})`);
        agrees(`(${a} ${op} ${b}) && name == "http.get"`);
        agrees(`name == "http.get" || (${a} ${op} ${b})`);
      }
    }
  }
});

it('random expressions agree with the library', () => {
  fc.assert(fc.property(expression, agrees), { seed: 7, numRuns: 800 });
});
