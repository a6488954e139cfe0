import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ConfigError, type ConfigProblem } from './errors.ts';
import { loadConfig } from './load.ts';
import { jsonSchema, LEAVES } from './schema.ts';
import { credentialsRequired, policyKey, userPasswords } from './secrets.ts';

const dir = mkdtempSync(join(tmpdir(), 'weir-config-'));
after(() => rmSync(dir, { recursive: true }));

function file(text: string, name = 'weir.yaml'): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

function problems(action: () => unknown): readonly ConfigProblem[] {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return assert.fail('the config was accepted');
}

const wrong = (text: string) => problems(() => loadConfig({ file: file(text), env: {}, flags: {} }));
const right = (text: string) => loadConfig({ file: file(text), env: {}, flags: {} }).config;

describe('errors of a config file', () => {
  const cases: [name: string, text: string, line: number, path: string, message: RegExp][] = [
    [
      'wrong type',
      'accept:\n  connections: lots\n',
      2,
      'accept.connections',
      /expected a whole number from 1 to .*"lots"/,
    ],
    ['out of range', 'parse:\n\n  maxCodings: 9\n', 3, 'parse.maxCodings', /from 0 to 3, found 9/],
    [
      'unknown key',
      'accept:\n  headerByts: 1\n',
      2,
      'accept.headerByts',
      /unknown key; did you mean "headerBytes"/,
    ],
    [
      'unknown section',
      'log:\n  level: info\nforwrd:\n  resolve: []\n',
      3,
      'forwrd',
      /did you mean "forward"/,
    ],
    ['key of another section', 'upstreamCa: [x]\n', 1, 'upstreamCa', /did you mean "forward.upstreamCa"/],
    ['key that resembles nothing', 'zzzzzzzzzzzz: 1\n', 1, 'zzzzzzzzzzzz', /^unknown key$/],
    ['prototype key', '__proto__: { a: 1 }\n', 1, '__proto__', /unknown key/],
    [
      'unknown word',
      'log:\n  level: loud\n',
      2,
      'log.level',
      /one of error, warn, info, debug, found "loud"/,
    ],
    [
      'inside a list',
      'decrypt:\n  hosts:\n    - host: a.example\n      mode: tunel\n',
      4,
      'decrypt.hosts[0].mode',
      /tunnel/,
    ],
    [
      'bad pattern',
      'accept:\n  opaque:\n    - ok.example\n    - "a b"\n',
      4,
      'accept.opaque[1]',
      /not a host pattern/,
    ],
    ['scalar for a section', 'record: 5\n', 1, 'record', /a section/],
    [
      'user name with a colon',
      'identify:\n  users:\n    "a:b": x\n',
      3,
      'identify.users.a:b',
      /neither blanks nor colons/,
    ],
    ['zero timeout', 'forward:\n  idleTimeoutMs: 0\n', 2, 'forward.idleTimeoutMs', /from 100/],
    ['timer too long', 'accept:\n  idleTimeoutMs: 2147483648\n', 2, 'accept.idleTimeoutMs', /2147483647/],
    ['fraction', 'record:\n  keepFiles: 2.5\n', 2, 'record.keepFiles', /whole number/],
    [
      'tunnel for everything',
      'decrypt:\n  defaultMode: tunnel\n',
      2,
      'decrypt.defaultMode',
      /refused: .*unread/,
    ],
    [
      'every address',
      'forward:\n  allowAddresses: [0.0.0.0/0]\n',
      2,
      'forward.allowAddresses[0]',
      /refused: .*switch off/,
    ],
    [
      'metadata',
      'forward:\n  allowAddresses: [169.254.0.0/16]\n',
      2,
      'forward.allowAddresses[0]',
      /refused: .*metadata/,
    ],
    ['old TLS', 'decrypt:\n  minVersion: TLSv1\n', 2, 'decrypt.minVersion', /TLSv1.2, TLSv1.3/],
    [
      'password in a URL',
      'policies:\n  source: https://a:b@c.example\n',
      2,
      'policies.source',
      /refused: .*logs/,
    ],
    ['two keys', 'policies:\n  key: a\n  keyFile: b\n', 2, 'policies.key', /give one of them/],
    ['syntax', 'a: [1\n', 2, '', /not well-formed/],
    ['duplicate key', 'log: {}\nlog: {}\n', 2, '', /unique/],
    ['unknown tag', 'listen: !env X\n', 1, '', /tag/],
    ['no map', '- 1\n', 1, '', /map of sections/],
  ];
  for (const [name, text, line, path, message] of cases) {
    test(name, () => {
      const found = wrong(text);
      assert.equal(found[0]?.file, join(dir, 'weir.yaml'));
      assert.deepEqual({ line: found[0]?.line, path: found[0]?.path }, { line, path });
      assert.match(found[0]!.message, message);
    });
  }

  test('all of them are told at once', () => {
    assert.equal(wrong('listen: x\nlog:\n  level: loud\n  formt: text\n').length, 3);
  });

  test('a file that is not there', () => {
    const [problem] = problems(() => loadConfig({ file: join(dir, 'none.yaml'), env: {}, flags: {} }));
    assert.match(problem!.message, /cannot be read \(ENOENT\)/);
  });

  test('JSON has lines too', () => {
    const path = file('{\n  "log": {\n    "level": 3\n  }\n}\n', 'weir.json');
    const [problem] = problems(() => loadConfig({ file: path, env: {}, flags: {} }));
    assert.deepEqual([problem?.line, problem?.path], [3, 'log.level']);
  });

  test('a secret is never shown', () => {
    const error = problems(() =>
      loadConfig({ file: file('identify:\n  users:\n    a: [hunter2]\n'), env: {}, flags: {} }),
    );
    assert.doesNotMatch(JSON.stringify(error), /hunter2/);
  });
});

describe('where values come from', () => {
  test('file < environment < flags', () => {
    const path = file('accept:\n  connections: 1\n  headerBytes: 2048\nrecord:\n  flushMs: 7\n');
    const { config, origins } = loadConfig({
      file: path,
      env: { WEIR_ACCEPT_HEADER_BYTES: '4096', WEIR_LISTEN: '127.0.0.1:1' },
      flags: { listen: '127.0.0.1:2' },
    });
    assert.equal(config.accept.connections, 1);
    assert.equal(config.accept.headerBytes, 4096);
    assert.equal(config.listen, '127.0.0.1:2');
    assert.equal(origins.get('record.flushMs'), `file ${path}:5`);
    assert.equal(origins.get('accept.headerBytes'), 'environment WEIR_ACCEPT_HEADER_BYTES');
    assert.equal(origins.get('listen'), 'flag --listen');
    assert.equal(origins.get('accept.idleTimeoutMs'), 'default');
  });

  test('errors name a variable or a flag', () => {
    const [first, second] = problems(() =>
      loadConfig({ env: { WEIR_PARSE_MAX_CODINGS: 'x' }, flags: { 'forward.resolve': ['a'] } }),
    );
    assert.equal(first?.origin, 'environment WEIR_PARSE_MAX_CODINGS');
    assert.equal(second?.origin, 'flag --resolve');
  });

  test('lists, flags and structures in the environment', () => {
    const { config } = loadConfig({
      env: {
        WEIR_INSPECT_DISABLE: 'github-pat, npm-token',
        WEIR_COMPAT_STRATHON: 'no',
        WEIR_DECRYPT_HOSTS: '[{"host":"a.example","mode":"refuse"}]',
        WEIR_LOG_LEVEL: '',
      },
      flags: {},
    });
    assert.deepEqual(config.inspect.disable, ['github-pat', 'npm-token']);
    assert.equal(config.compat.strathon, false);
    assert.equal(config.decrypt.hosts[0]?.mode, 'refuse');
    assert.equal(config.log.level, 'info');
  });

  test('a mistyped variable is an error; what Kubernetes sets is not', () => {
    const env = {
      WEIR_ACCEPT_CONECTIONS: '1',
      WEIR_SERVICE_HOST: 'x',
      WEIR_PORT: 'x',
      WEIR_PORT_80_TCP_ADDR: 'x',
    };
    const found = problems(() => loadConfig({ env, flags: {} }));
    assert.equal(found.length, 1);
    assert.match(found[0]!.message, /did you mean WEIR_ACCEPT_CONNECTIONS/);
  });

  test('the names of the seed, below our own', () => {
    const seed = { STRATHON_API_KEY: 'seed', STRATHON_EGRESS_RECEIVER_URL: 'http://localhost:4318' };
    const plain = loadConfig({ env: seed, flags: {} });
    assert.equal(plain.config.policies.key, 'seed');
    assert.equal(plain.config.policies.source, 'http://localhost:4318');
    assert.equal(plain.origins.get('policies.key'), 'environment STRATHON_API_KEY');
    assert.equal(
      loadConfig({ env: { ...seed, WEIR_POLICIES_KEY: 'ours' }, flags: {} }).config.policies.key,
      'ours',
    );
    const byFile = loadConfig({ env: seed, flags: { 'policies.keyFile': 'key' } }).config.policies;
    assert.deepEqual([byFile.key, byFile.keyFile], [undefined, join(process.cwd(), 'key')]);
  });

  test('WEIR_CONFIG names the file', () => {
    const env = { WEIR_CONFIG: file('record:\n  flushMs: 9\n') };
    assert.equal(loadConfig({ env, flags: {} }).config.record.flushMs, 9);
  });
});

describe('the config', () => {
  test('is frozen to the bottom', () => {
    const config = right('decrypt:\n  hosts:\n    - { host: a.example, mode: tunnel }\n');
    assert.ok(Object.isFrozen(config.decrypt.hosts[0]) && Object.isFrozen(config.forward.resolve));
    assert.throws(() => Object.assign(config.accept, { connections: 1 }), TypeError);
  });

  test('makes file names absolute: home, beside the file, or the working directory', () => {
    const path = file('policies:\n  source: p.yaml\nforward:\n  upstreamCa: [~/ca.pem]\n');
    const { config } = loadConfig({ file: path, env: { HOME: '/home/x' }, flags: { data: 'd' } });
    assert.equal(config.policies.source, join(dir, 'p.yaml'));
    assert.deepEqual(config.forward.upstreamCa, ['/home/x/ca.pem']);
    assert.equal(config.data, join(process.cwd(), 'd'));
    assert.equal(loadConfig({ env: { HOME: '/home/x' }, flags: {} }).config.data, '/home/x/.weir');
  });

  test('an empty file and empty sections mean defaults', () => {
    assert.deepEqual(right(''), right('log:\naccept:\n'));
  });

  test('passwords and keys come from files', () => {
    file('s3cret\n', 'pw');
    const config = right(
      'identify:\n  users:\n    a: { passwordFile: pw }\n    b: plain\npolicies:\n  keyFile: pw\n',
    );
    assert.deepEqual(
      [...userPasswords(config)],
      [
        ['a', 's3cret'],
        ['b', 'plain'],
      ],
    );
    assert.equal(policyKey(config), 's3cret');
    assert.equal(credentialsRequired(config), true);
    assert.equal(credentialsRequired(right('')), false);
    assert.throws(
      () => userPasswords(right('identify:\n  users:\n    a: { passwordFile: none }\n')),
      ConfigError,
    );
  });

  test('warns of an open proxy', () => {
    const open = loadConfig({ env: {}, flags: { listen: '0.0.0.0:8080' } });
    assert.match(open.warnings[0]!, /open proxy/);
    assert.deepEqual(loadConfig({ env: {}, flags: {} }).warnings, []);
  });

  test('every leaf has a description, an expectation and a name of its own', () => {
    for (const leaf of LEAVES) assert.ok(leaf.description.endsWith('.') && leaf.expects !== '', leaf.path);
    assert.equal(new Set(LEAVES.map((leaf) => leaf.environment)).size, LEAVES.length);
    assert.equal(
      LEAVES.find((leaf) => leaf.path === 'accept.headerBytes')?.environment,
      'WEIR_ACCEPT_HEADER_BYTES',
    );
  });

  test('its JSON Schema refuses unknown keys and knows every leaf', () => {
    const text = JSON.stringify(jsonSchema());
    assert.match(text, /"additionalProperties":false/);
    for (const leaf of LEAVES) assert.ok(text.includes(`"${leaf.path.split('.').at(-1)}"`), leaf.path);
  });
});
