import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileExpression } from './expression.ts';

function refusal(text: string): string {
  try {
    compileExpression(text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

describe('expressions that are refused', () => {
  const cases: readonly [text: string, message: RegExp][] = [
    ['', /syntax error/],
    ['http.host ==', /syntax error.*1:/],
    ['host == "x"', /unknown variable `host` \(known: agent, attrs/],
    ['constructor == 1', /unknown variable `constructor`/],
    ['__proto__ == 1', /unknown variable/],
    ['http.hots == "x"', /unknown field `http.hots` \(known: host, port/],
    ['http["hots"] == "x"', /unknown field/],
    ['http == agent', /`http` is not a value/],
    ['http[name] == "x"', /`http` is not a value/],
    ['[1].exists(http, http.host == "x")', /`http` is the name of a variable/],
    ['has(tls.nope)', /unknown field `tls.nope`/],
    ['urlDecode(http.url) == "x"', /unknown function `urlDecode`/],
    ['http.host.nope()', /unknown function `nope`/],
    ['has(name)', /unknown function `has`|syntax error/],
    ['http.path.matches("(")', /pattern "\(" is not RE2: .*missing/],
    ['http.path.matches("(?=a)")', /is not RE2/],
    ['http.path.matches("(a{1000}){1000}")', /invalid repeat count/],
    ['http.path.matches(http.host)', /`matches` needs a literal pattern/],
    ['google.protobuf.Duration{seconds: 1} == duration("1s")', /unknown type/],
    [`name == "${'a'.repeat(4096)}"`, /longer than 4096 characters/],
    [`http.port in [${'1,'.repeat(600)}1]`, /more than 500 nodes/],
    [`${'name + '.repeat(40)}name == name`, /deeper than 32/],
    ['('.repeat(2000), /deeper than 32/],
    [`${'['.repeat(33)}1${']'.repeat(33)} == []`, /deeper than 32/],
    ['[1].all(a, [1].all(b, [1].all(c, true)))', /inside each other/],
  ];
  for (const [text, message] of cases) {
    it(`${text.slice(0, 50)}`, () => assert.match(refusal(text), message));
  }
});

describe('expressions that are accepted', () => {
  const long = Array.from({ length: 100 }, (_, i) => `name == "n${i}"`).join(' || ');
  for (const text of [
    long,
    '[1].all(a, [1].all(b, true)) && [1].exists(c, [2].exists(d, c < d))',
    "name == r'\\x'",
  ]) {
    it(text.slice(0, 50), () => assert.equal(refusal(text), 'accepted'));
  }
});

describe('warnings', () => {
  const cases: readonly [text: string, message: RegExp | undefined][] = [
    ['attrs["gen_ai.prompt"] == "x"', /attrs\["gen_ai.prompt"\] never exists/],
    ['attrs.prompt == "x" || name == "a"', /attrs\["prompt"\] never exists/],
    ['"k" in attrs', /never/],
    ['name == "a" && false', /can never match/],
    ['1 == 1', /constant/],
    ['http.headers["x"] == "1"', /is an error when it is absent/],
    ['has(http.headers["x"]) && http.headers["x"] == "1"', undefined],
    ['"x" in http.query && http.query.x == "1"', undefined],
    ['attrs["strathon.http.url"].contains("x")', undefined],
  ];
  for (const [text, message] of cases) {
    it(text, () => {
      const { warnings } = compileExpression(text);
      if (message === undefined) assert.deepEqual(warnings, []);
      else assert.match(warnings.join('\n'), message);
    });
  }
});

it('never evaluates what the index can answer', () => {
  const exact = (text: string): boolean => compileExpression(text).analysis.exact !== undefined;
  assert.ok(exact('attrs["strathon.tool.name"] == "http.post"'));
  assert.ok(exact('http.host in ["a", "b"] || http.host.endsWith(".c")'));
  assert.ok(exact('http.port == 443'));
  assert.ok(!exact('http.host == "a" && http.port == 443'));
  assert.ok(!exact('http.host.contains("")'));
});

it('derives no condition where a fault could be hidden', () => {
  const conditions = (text: string): number => compileExpression(text).analysis.conditions.length;
  assert.equal(conditions('attrs["x"] == "y" && 1 / 0 == 1'), 0);
  assert.ok(conditions('http.host == "y" && 1 / 0 == 1') > 0);
  assert.equal(conditions('http.host == "y" || 1 / 0 == 1'), 0);
  assert.equal(conditions('!(http.host == "y")'), 0);
});
