import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPolicies, compilePolicies } from './compile.ts';
import { readPolicyAnswer, readPolicyFile } from './document.ts';

const YAML = `# What leaves, and what does not.
intervention_default_action: block
policies:
  - name: allow-api
    match_expression: http.host == "api.example.com"
    action: allow
    priority: 10
  - name: no-post
    description: ours
    id: 5
    match_expression: >-
      attrs["strathon.tool.name"]
      == "http.post"
    action: block
    action_config: { message: no }
    applies_to: [post]
    shadow: true
`;

function messages(text: string): string[] {
  return checkPolicies(text, 'policies.yaml').map(
    (problem) => `${problem.line ?? '-'} ${problem.severity} ${problem.policy ?? '-'}: ${problem.message}`,
  );
}

describe('policy files', () => {
  it('reads YAML, JSON and a bare list', () => {
    assert.deepEqual(messages(YAML), []);
    const document = readPolicyFile(YAML);
    assert.equal(document.defaultAction, 'block');
    assert.deepEqual(
      document.entries.map((entry) => [entry.name, entry.line, entry.priority, entry.shadow]),
      [
        ['allow-api', 4, 10, false],
        ['no-post', 8, 0, true],
      ],
    );
    const list = [{ name: 'a', match_expression: 'true', action: 'block' }];
    assert.equal(readPolicyFile(JSON.stringify(list)).entries.length, 1);
    assert.equal(readPolicyFile(JSON.stringify({ policies: list })).defaultAction, 'allow');
    assert.equal(readPolicyFile('').entries.length, 0);
  });

  const wrong: readonly [text: string, message: RegExp][] = [
    [
      'policies:\n  - name: a\n    match_expression: "true"\n    action: block\n    aplies_to: [x]\n',
      /^5 error a: unknown key `aplies_to`/,
    ],
    ['- name: a\n  match_expression: "true"\n  action: stop\n', /^3 error a: action: /],
    ['- name: a\n  action: block\n', /^1 error a: match_expression: /],
    ['default: x\npolicies: []\n', /^1 error -: unknown key `default`/],
    ['policies: []\nintervention_default_action: maybe\n', /^2 error -: intervention_default_action/],
    ['policies:\n  - name: a\n   bad: x\n', /^\d error -: /],
    ['- name: a\n  name: b\n', /^2 error -: /],
    ['- name: a\n  match_expression: true\n  action: block\n', /^2 error a: match_expression/],
    ['- name: a\n  match_expression: "true"\n  action: block\n  priority: 1.5\n', /^4 error a: priority/],
    ['- name: a\n  action: block\n  match_expression: http.hots == "x"\n', /^3 error a: unknown field/],
    ['x', /^1 error/],
    ['a: &a [x, x, x]\nb: [*a, *b]\n', /error/],
  ];
  for (const [text, message] of wrong) {
    it(`says what is wrong: ${message.source}`, () => assert.match(messages(text).join('\n'), message));
  }

  it('warns', () => {
    const policy = (name: string, more: string): string => `- {name: ${name}, action: block, ${more}}\n`;
    assert.match(messages(policy('a', 'match_expression: "1 == 1"')).join(), /^1 warning a: .*constant/);
    assert.match(
      messages(
        policy('a', 'match_expression: name == "x"') + policy('a', 'match_expression: name == "y"'),
      ).join(),
      /2 warning a: the name is used more than once/,
    );
    assert.match(
      messages(
        policy('a', 'match_expression: name == "x"') + policy('b', 'match_expression: name == "x"'),
      ).join(),
      /2 warning b: never reached: `a`/,
    );
    assert.match(
      messages('- {name: a, match_expression: name == "x", action: throttle}').join(),
      /throttle does not/,
    );
    assert.match(
      messages('- {name: a, enabled: false, match_expression: nope, action: block}').join(),
      /1 warning a: unknown variable/,
    );
  });

  it('is all or nothing', () => {
    const { set, problems } = compilePolicies(
      readPolicyFile(
        '- {name: a, match_expression: "true", action: block}\n- {name: b, match_expression: "(", action: log}\n',
      ),
      { source: 'x' },
    );
    assert.equal(set, undefined);
    assert.equal(problems.filter((problem) => problem.severity === 'error').length, 1);
  });
});

describe('answers of a receiver', () => {
  it('tolerates what it does not know', () => {
    const answer = {
      policies: [
        {
          id: '1',
          project_id: '2',
          name: 'a',
          description: null,
          match_expression: 'name == "http.post"',
          action: 'block',
          action_config: null,
          applies_to: null,
          enabled: true,
          priority: 1,
          shadow: null,
          future: {},
        },
      ],
      more: 1,
    };
    const { set, problems } = compilePolicies(readPolicyAnswer(answer), { source: 'url' });
    assert.deepEqual(problems, []);
    assert.equal(set?.policies.length, 1);
    assert.equal(set?.defaultAction, 'allow');
  });

  it('denies by default when the default is not one it knows', () => {
    const document = readPolicyAnswer({ policies: [], intervention_default_action: 'ask' });
    assert.equal(document.defaultAction, 'block');
    assert.equal(document.problems[0]?.severity, 'warning');
  });

  it('refuses what is no answer', () => {
    for (const value of [null, [], 'x', {}, { policies: {} }, { policies: [{ name: 'a' }] }]) {
      assert.equal(compilePolicies(readPolicyAnswer(value), { source: 'url' }).set, undefined);
    }
  });
});

describe('versions', () => {
  const compiled = (text: string, previous?: Parameters<typeof compilePolicies>[1]['previous']) =>
    compilePolicies(readPolicyFile(text), { source: 'x', previous }).set!;

  it('follow the content that matters', () => {
    const set = compiled(YAML);
    assert.match(set.version, /^[0-9a-f]{12}$/);
    assert.equal(compiled(YAML.replace('ours', 'theirs')).version, set.version);
    assert.notEqual(compiled(YAML.replace('priority: 10', 'priority: 11')).version, set.version);
    assert.notEqual(compiled(YAML.replace('action: block\npol', 'action: allow\npol')).version, set.version);
  });

  it('a reload takes over what did not change', () => {
    const set = compiled(YAML);
    const next = compiled(YAML.replace('example.com', 'example.org'), set);
    assert.equal(next.policies[1]?.expression, set.policies[1]?.expression);
    assert.notEqual(next.policies[0]?.expression, set.policies[0]?.expression);
  });
});
