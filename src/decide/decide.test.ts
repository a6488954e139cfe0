import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Decision } from '../flow/decision.ts';
import { compilePolicies, unloadedPolicySet } from './compile.ts';
import { decide, decideUnindexed } from './decide.ts';
import { readPolicyAnswer } from './document.ts';
import { type FactsOverride, factsOf, findingOf, setOf } from './fixture.test.ts';

/** Decides with the index, and proves that it says the same without. */
function decided(document: unknown, override: FactsOverride = {}): Decision {
  const set = setOf(document);
  const decision = decide(set, factsOf(override));
  assert.deepEqual(decision, decideUnindexed(set, factsOf(override)));
  return decision;
}

function block(match_expression: string, more: object = {}): object {
  return { name: 'p', match_expression, action: 'block', ...more };
}

type Expected = 'match' | 'no' | 'error';

const POST = { method: 'POST', url: 'https://api.example.com:8443/v1/items?q=1&q=2&r=a%20b' };

const MANY = {
  url: `https://api.example.com/?${Array.from({ length: 300 }, (_, i) => `k${i}=1`).join('&')}`,
};

const TABLE: readonly [expression: string, expected: Expected, override?: FactsOverride][] = [
  // What the seed documents.
  ['attrs["strathon.tool.name"] == "http.post"', 'match', POST],
  ['attrs["strathon.tool.name"] == "http.post"', 'no'],
  ['attrs["gen_ai.tool.name"] == "http.post"', 'match', POST],
  ['attrs["strathon.http.url"].contains("example.com")', 'match'],
  ['attrs["strathon.http.url"] == "https://api.example.com/v1/items?q=1"', 'match'],
  ['attrs["strathon.source"] == "egress_proxy"', 'match'],
  ['name == "http.get"', 'match'],
  ["name == 'http.get' // a comment", 'match'],
  // Typed variables.
  ['http.host == "api.example.com"', 'match'],
  ['"api.example.com" == http.host', 'match'],
  ['http.host in ["a", "api.example.com"]', 'match'],
  ['http.host in ["a", "b"]', 'no'],
  ['http.host.endsWith(".example.com")', 'match'],
  ['http.host.endsWith(".evil.com")', 'no'],
  ['http.path.startsWith("/v1/")', 'match'],
  ['http.path.startsWith("/v2/")', 'no'],
  ['http.method == "POST"', 'match', { method: 'post' }],
  ['http.port == 443', 'match'],
  ['http.port == 8443', 'match', POST],
  ['http.port in [80, 8443]', 'match', POST],
  ['http.port + 1 == 444', 'match'],
  ['http.port % 2 == 1', 'match'],
  ['http.size > 1000', 'match', { size: 1001 }],
  ['http.size > 1000', 'no', { size: 1000 }],
  ['http.size + 1 > 1000', 'match', { size: 1000 }],
  ['http.size == -1', 'match', { size: -1 }],
  ['http.query["q"] == "1"', 'match', POST],
  ['http.query["r"] == "a b"', 'match', POST],
  ['http.raw_query.contains("q=2")', 'match', POST],
  ['http.headers["x-a"] == "1"', 'match', { headers: { 'X-A': '1' } }],
  ['http.headers["x-a"] == "1"', 'error'],
  ['has(http.headers["x-a"]) && http.headers["x-a"] == "1"', 'no'],
  [
    'http.content_type == "application/json"',
    'match',
    { headers: { 'Content-Type': 'Application/JSON; charset=x' } },
  ],
  ['http.scheme == "https" && http.url.size() > 10', 'match'],
  ['agent.name == "crew" && agent.how == "basic"', 'match'],
  ['tls.sni == ""', 'match'],
  ['tls.version == "TLSv1.3"', 'match', { tls: { sni: 'a', version: 'TLSv1.3' } }],
  ['http["host"] == "api.example.com"', 'match'],
  // Findings.
  ['findings.exists(f, f.kind == "aws")', 'no'],
  ['findings.exists(f, f.kind == "aws" && f.length > 20)', 'match', { findings: [findingOf('aws')] }],
  ['size(findings) > 0', 'match', { findings: [findingOf('aws')] }],
  ['findings.size() >= 1', 'no'],
  ['findings.exists(f, f.nope == 1)', 'error', { findings: [findingOf('aws')] }],
  ['findings.all(f, f.action == "allow")', 'match'],
  // Time.
  ['now > timestamp("2026-01-01T00:00:00Z")', 'match'],
  ['now.getHours() == 10 && now.getDayOfWeek() == 1', 'match'],
  ['now.getHours("America/New_York") == 5', 'match'],
  ['now - timestamp("2026-03-02T09:00:00Z") > duration("30m")', 'match'],
  // Strings extension.
  ['"A-B".lowerAscii().split("-")[1] == "b"', 'match'],
  ['http.host.replace("api", "x") == "x.example.com"', 'match'],
  ['"a,b,c".split(",", 2)[1] == "b,c" && "a,b".split(",").join("+") == "a+b"', 'match'],
  ['"aaa".replace("a", "b", 2) == "bba" && "a$&".replace("a", "$&") == "$&$&"', 'match'],
  ['http.path.replace("a", http.path).size() > 0', 'error', { url: `https://x/${'a'.repeat(8000)}` }],
  ['http.path.replace("", "x") == ""', 'error'],
  ['http.path.split("").size() > 0', 'error', { url: `https://x/${'a'.repeat(300)}` }],
  // A collection that a request has made too large is an error, and an error that the other side can absorb.
  ['http.query["q"] == "1"', 'error', MANY],
  ['has(http.query.q)', 'error', MANY],
  ['http.query["q"] == "1" && http.host == "z"', 'no', MANY],
  ['has(http.query) && has(http.host)', 'match', MANY],
  ['findings.size() == 256', 'match', { findings: Array.from({ length: 300 }, () => findingOf('aws')) }],
  // has().
  ['has(attrs["strathon.http.url"])', 'match'],
  ['has( attrs [ "gen_ai.prompt" ] )', 'no'],
  ['has(attrs["gen_ai.prompt"]) && attrs["gen_ai.prompt"].contains("x")', 'no'],
  ['has(attrs.nope)', 'no'],
  ['"gen_ai.prompt" in attrs', 'no'],
  ['"has(attrs[1])" == name || has(attrs["strathon.source"])', 'match'],
  // Absent attributes: no match, and absorbed by the other side.
  ['attrs["gen_ai.prompt"] == "x"', 'no'],
  ['attrs["gen_ai.prompt"] != "x"', 'no'],
  ['!(attrs["gen_ai.prompt"] == "x")', 'no'],
  ['attrs.foo == "x"', 'no'],
  ['attrs[http.host] == "x"', 'no'],
  ['attrs["gen_ai.prompt"] in ["a", "b"]', 'no'],
  ['attrs["gen_ai.prompt"] == "y" || http.host == "api.example.com"', 'match'],
  ['attrs["gen_ai.prompt"] == "y" || http.host == "z"', 'no'],
  ['http.host == "api.example.com" && attrs["x"] == "y"', 'no'],
  ['attrs["x"].matches("a") ? true : false', 'no'],
  ['double(attrs["gen_ai.usage.cost"]) > 4.5', 'no'],
  // Errors.
  ['1 / 0 == 1', 'error'],
  ['http.host', 'error'],
  ['http.port', 'error'],
  ['attrs["strathon.http.url"] > 5', 'error'],
  ['attrs["x"] == "y" && 1 / 0 == 1', 'error'],
  ['attrs["strathon.http.url"]["x"] == "y"', 'error'],
  ['http.host == "z" && 1 / 0 == 1', 'no'],
  ['1 / 0 == 1 && http.host == "z"', 'no'],
  ['1 / 0 == 1 || http.host == "api.example.com"', 'match'],
  ['http.host == "api.example.com" && 1 / 0 == 1', 'error'],
  // Regular expressions.
  ['http.path.matches("^/v[0-9]+/")', 'match'],
  ['http.url.matches("(?i)EXAMPLE")', 'match'],
  ['http.url.matches("example\\\\.(org|com)")', 'match'],
  ['http.path.matches("^/x")', 'no'],
  // Comparisons across types are false, not errors.
  ['http.host == 5', 'no'],
  ['http.host != 5', 'match'],
];

describe('expressions', () => {
  for (const [expression, expected, override] of TABLE) {
    it(`${expression} -> ${expected}`, () => {
      const decision = decided([block(expression)], override ?? {});
      const got = decision.reason === 'policy-error' ? 'error' : decision.verdict === 'deny' ? 'match' : 'no';
      assert.equal(got, expected);
    });
  }

  it('a pattern that hangs backtracking engines does no harm', () => {
    const set = setOf([block('http.path.matches("(a+)+$")')]);
    const facts = factsOf({ url: `https://x.test/${'a'.repeat(5000)}!` });
    const started = performance.now();
    assert.equal(decide(set, facts).verdict, 'allow');
    assert.ok(performance.now() - started < 500);
  });
});

describe('decide', () => {
  it('allows without policies and denies with the default block', () => {
    assert.deepEqual(decided([]), {
      verdict: 'allow',
      reason: undefined,
      policy: undefined,
      action: undefined,
      matched: [],
    });
    const denied = decided({ policies: [], intervention_default_action: 'block' });
    assert.equal(denied.reason, 'policy');
    assert.equal(denied.policy, '_default_deny');
  });

  it('denies everything while nothing is loaded', () => {
    const denied = decide(unloadedPolicySet('url'), factsOf());
    assert.equal(denied.reason, 'policy-unavailable');
    assert.equal(denied.policy, '_fail_closed_unloaded');
  });

  it('goes by priority, then by name', () => {
    const document = [
      block('true', { name: 'b' }),
      { name: 'a', match_expression: 'true', action: 'allow' },
      block('true', { name: 'z', priority: 5, applies_to: ['post'] }),
    ];
    assert.equal(decided(document).policy, 'a');
    assert.equal(decided(document, { method: 'POST' }).policy, 'z');
    assert.equal(decided([block('true', { name: 'a' }), block('true', { name: 'B' })]).policy, 'B');
  });

  it('log and alert never mask a block below them', () => {
    const decision = decided([
      { name: 'note', match_expression: 'true', action: 'log', priority: 9 },
      { name: 'bell', match_expression: 'name == "http.get"', action: 'alert', priority: 8 },
      block('http.host.contains("example")', { name: 'stop' }),
      { name: 'below', match_expression: 'true', action: 'log', priority: -1 },
    ]);
    assert.equal(decision.policy, 'stop');
    assert.deepEqual(
      decision.matched.map((match) => match.name),
      ['note', 'bell', 'stop'],
    );
  });

  it('an alert alone lets the request through', () => {
    const decision = decided([{ name: 'bell', match_expression: 'true', action: 'alert' }]);
    assert.equal(decision.verdict, 'allow');
    assert.deepEqual(decision.matched, [{ name: 'bell', action: 'alert', shadow: false }]);
    assert.equal(decision.policy, undefined);
  });

  it('records shadow policies and never enforces them', () => {
    const decision = decided([
      block('true', { shadow: true }),
      block('1 / 0 == 1', { name: 'q', shadow: true }),
    ]);
    assert.equal(decision.verdict, 'allow');
    assert.deepEqual(decision.matched, [{ name: 'p', action: 'block', shadow: true }]);
  });

  it('an allow ends the walk', () => {
    const decision = decided({
      policies: [{ name: 'ok', match_expression: 'true', action: 'allow', priority: 1 }, block('true')],
      intervention_default_action: 'block',
    });
    assert.equal(decision.verdict, 'allow');
    assert.equal(decision.policy, 'ok');
  });

  it('gives every action its reason', () => {
    const reasons = ['block', 'throttle', 'require_approval', 'steer'].map(
      (action) => decided([block('true', { action })]).reason,
    );
    assert.deepEqual(reasons, [
      'policy',
      'policy-throttle',
      'policy-approval-required',
      'policy-steer-unenforceable',
    ]);
  });

  it('an error denies when the policy could have, and is skipped otherwise', () => {
    for (const action of ['block', 'throttle', 'require_approval', 'steer']) {
      const decision = decided([block('1 / 0 == 1', { action })]);
      assert.equal(decision.reason, 'policy-error', action);
      assert.equal(decision.policy, '_fail_closed');
      assert.equal(decision.matched[0]?.name, 'p');
    }
    for (const action of ['log', 'alert', 'allow']) {
      assert.equal(decided([block('1 / 0 == 1', { action })]).verdict, 'allow', action);
    }
  });

  it('denies an action it does not know', () => {
    const { set, problems } = compilePolicies(
      readPolicyAnswer({ policies: [{ name: 'n', match_expression: 'true', action: 'quarantine', new: 1 }] }),
      { source: 'url' },
    );
    assert.equal(decide(set!, factsOf()).reason, 'policy');
    assert.ok(problems.some((problem) => problem.message.includes('quarantine')));
  });

  it('matches applies_to on whole dot segments', () => {
    const verdict = (token: string, method: string): string =>
      decided([block('true', { applies_to: ['nope', token] })], { method }).verdict;
    assert.equal(verdict('http', 'GET'), 'deny');
    assert.equal(verdict('post', 'POST'), 'deny');
    assert.equal(verdict('http.post', 'POST'), 'deny');
    assert.equal(verdict('post', 'GET'), 'allow');
    assert.equal(verdict('pos', 'POST'), 'allow');
    assert.equal(verdict('ttp.post', 'POST'), 'allow');
    assert.equal(decided([block('http.host.contains("api")', { applies_to: ['put'] })]).verdict, 'allow');
  });
});
