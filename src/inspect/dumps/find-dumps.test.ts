import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Clues } from '../clues.ts';
import { Wake } from '../wake.ts';
import { DUMP_CUES } from './anchors.ts';
import { DUMPS } from './detector.ts';
import { type DumpKind, findDumps } from './find-dumps.ts';

/** Values that look random, and are the same at each run; nothing here is a secret of anybody. */
function value(seed: string, length: number, alphabet = 'base64'): string {
  let out = '';
  for (let i = 0; out.length < length; i++) {
    const digest = createHash('sha512').update(`${seed}${i}`);
    out += alphabet === 'hex' ? digest.digest('hex') : digest.digest('base64').replace(/[+/=]/g, '');
  }
  return out.slice(0, length);
}

const ID = `AKIA${value('id', 30)
  .toUpperCase()
  .replace(/[^A-Z2-7]/g, '')
  .padEnd(16, 'Q')
  .slice(0, 16)}`;
const PEM_LINES = Array.from(
  { length: 12 },
  (_, i) => (i === 0 ? 'MIIE' : '') + value(`pem${i}`, i === 0 ? 60 : 64),
);
const pem = (kind: string): string =>
  `-----BEGIN ${kind}-----\n${PEM_LINES.join('\n')}\n-----END ${kind}-----\n`;
const b64 = (text: string): string => Buffer.from(text).toString('base64');

const ENV = [
  'SHELL=/bin/bash',
  'PWD=/srv/app',
  'HOME=/root',
  'LANG=C.UTF-8',
  `STRIPE_SECRET_KEY=${value('s', 32)}`,
  `DATABASE_URL=postgres://app:${value('d', 18)}@db.internal:5432/app`,
  'SHLVL=1',
  'PATH=/usr/local/bin:/usr/bin:/bin',
  '_=/usr/bin/env',
].join('\n');

const POSITIVES: readonly (readonly [DumpKind, string])[] = [
  ['env-dump', ENV],
  ['env-dump', ENV.replace(/^/gm, 'export ')],
  ['env-dump', ENV.replace(/^(\w+)=(.*)$/gm, 'declare -x $1="$2"')],
  ['env-dump', ENV.replaceAll('\n', '\0')],
  ['env-dump', `$ env\n${ENV}\n$ `],
  [
    'env-dump',
    JSON.stringify(
      Object.fromEntries(ENV.split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2))),
      null,
      2,
    ),
  ],
  ['env-dump', `{'PATH': '/usr/bin', 'HOME': '/root', 'PWD': '/app', 'API_TOKEN': '${value('py', 24)}'}`],
  [
    'env-dump',
    `ALLUSERSPROFILE=C:\\ProgramData\r\nCOMPUTERNAME=PC7\r\nPath=C:\\Windows\r\nUSERPROFILE=C:\\Users\\ann\r\nTEMP=C:\\Temp\r\nNPM_TOKEN=${value('n', 36)}\r\n`,
  ],
  [
    'dotenv',
    `# production\nAPP_NAME=shop\nAPP_DEBUG=false\n\nDB_PASSWORD="${value('p', 14)}!"\nJWT_SECRET=${value('j', 40)}\nSMTP_PORT=587\n`,
  ],
  ['dotenv', `export A_HOST=a\nexport GITHUB_TOKEN=${value('g', 36)}\nexport B_REGION=eu\n`],
  ['dotenv', `PORT=3000\nREDIS_URL=redis://:${value('r', 20)}@cache:6379/0\nLOG_LEVEL=info\n`],
  [
    'dotenv',
    `NAME=x\nPRIVATE_KEY="-----BEGIN EC PARAMETERS-----\n${value('k', 64)}\n-----END EC PARAMETERS-----"\nAPI_KEY=${value('a', 32)}\nTZ_NAME=utc\n`,
  ],
  [
    'aws-credentials',
    `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${value('aws', 40)}\n\n[prod]\naws_access_key_id=${ID}\naws_secret_access_key=${value('aws2', 40)}\n`,
  ],
  [
    'kubeconfig',
    `apiVersion: v1\nclusters:\n- cluster:\n    server: https://10.0.0.1\n  name: a\nusers:\n- name: admin\n  user:\n    client-certificate-data: ${b64('cert'.repeat(30))}\n    client-key-data: ${b64(pem('RSA PRIVATE KEY'))}\n`,
  ],
  [
    'kubeconfig',
    `current-context: a\nkind: Config\nusers:\n- name: ci\n  user:\n    token: ${value('t', 60)}\n`,
  ],
  [
    'netrc',
    `machine api.heroku.com\n  login ann@corp.test\n  password ${value('h', 36)}\nmachine git.corp.test login ann password ${value('g2', 20)}\n`,
  ],
  [
    'npmrc',
    `registry=https://registry.npmjs.org/\n//registry.npmjs.org/:_authToken=${value('npm', 36)}\nalways-auth=true\n`,
  ],
  ['npmrc', `//npm.corp.test/:_password="${b64(value('pw', 16))}"\n//npm.corp.test/:username=ci\n`],
  [
    'pypirc',
    `[distutils]\nindex-servers = pypi\n\n[pypi]\nusername = __token__\npassword = ${value('pypi', 60)}\n`,
  ],
  ['pgpass', `db.corp.test:5432:app:app_user:${value('pg', 16)}\n*:*:*:postgres:${value('pg2', 16)}\n`],
  [
    'docker-config',
    JSON.stringify({ auths: { 'ghcr.io': { auth: b64(`ann:${value('dk', 30)}`) } } }, null, 2),
  ],
  ['ssh-private-key-file', pem('RSA PRIVATE KEY')],
  ['ssh-private-key-file', pem('OPENSSH PRIVATE KEY')],
  [
    'gcp-service-account',
    JSON.stringify({
      type: 'service_account',
      project_id: 'p',
      private_key_id: value('kid', 40, 'hex'),
      private_key: pem('PRIVATE KEY'),
      client_email: 'a@p.iam.gserviceaccount.com',
    }),
  ],
  [
    'shadow-file',
    `root:$6$${value('salt', 16)}$${value('hash', 86)}:19700:0:99999:7:::\ndaemon:*:19700:0:99999:7:::\nann:$y$j9T$${value('ys', 22)}$${value('yh', 43)}:19701:0:99999:7:::\n`,
  ],
  [
    'password-table',
    `id,email,password\n1,ann@corp.test,${value('c1', 12)}\n2,bob@corp.test,${value('c2', 12)}\n3,eve@corp.test,Summer2024!\n`,
  ],
  [
    'password-table',
    `username\tpassword_hash\nann\t${value('m1', 32, 'hex')}\nbob\t${value('m2', 32, 'hex')}\n`,
  ],
  [
    'password-table',
    ` id | username |             password\n----+----------+----------------------------------\n  1 | ann      | ${value('q1', 32, 'hex')}\n  2 | bob      | ${value('q2', 32, 'hex')}\n(2 rows)\n`,
  ],
  [
    'password-table',
    `INSERT INTO \`users\` (\`id\`, \`email\`, \`password\`) VALUES (1, 'ann@corp.test', '$2y$10$${value('bc', 53)}'), (2, 'bob@corp.test', '$2y$10$${value('bd', 53)}');`,
  ],
  [
    'password-table',
    JSON.stringify([
      { id: 1, email: 'ann@corp.test', password: value('o1', 12) },
      { id: 2, email: 'bob@corp.test', password: value('o2', 12) },
    ]),
  ],
  ['password-table', `ann:$apr1$${value('ap', 8)}$${value('ah', 22)}\n`],
  [
    'cookie-jar',
    `# Netscape HTTP Cookie File\n# https://curl.se/docs/http-cookies.html\n\n#HttpOnly_.corp.test\tTRUE\t/\tTRUE\t1893456000\tsession\t${value('ck', 40)}\ncorp.test\tFALSE\t/\tFALSE\t0\tlang\ten\n`,
  ],
  [
    'cookie-jar',
    JSON.stringify([
      { domain: '.corp.test', name: 'sid', value: value('cj', 40), path: '/', httpOnly: true, secure: true },
      { domain: '.corp.test', name: 'theme', value: 'dark', path: '/', httpOnly: false, secure: true },
    ]),
  ],
  [
    'git-credentials',
    `https://ann:${value('gc', 36)}@github.com\nhttps://oauth2:${value('gl', 20)}@gitlab.corp.test\n`,
  ],
  [
    'terraform-state',
    JSON.stringify({
      version: 4,
      terraform_version: '1.9.0',
      serial: 12,
      lineage: value('ln', 36, 'hex'),
      resources: [
        { type: 'aws_db_instance', instances: [{ attributes: { password: `${value('tf', 20)}#` } }] },
      ],
    }),
  ],
  [
    'browser-logins',
    `name,url,username,password,note\ncorp,https://corp.test/login,ann,${value('bl', 14)},\n`,
  ],
  [
    'browser-logins',
    JSON.stringify({
      logins: [
        {
          id: 1,
          hostname: 'https://corp.test',
          encryptedUsername: value('eu', 60),
          encryptedPassword: value('ep', 60),
        },
      ],
    }),
  ],
];

for (const [kind, text] of POSITIVES) {
  const name = `${kind}: ${JSON.stringify(text.slice(0, 40))}`;
  test(`recognises ${name}`, () => {
    const found = findDumps(text);
    assert.ok(
      found.some((dump) => dump.kind === kind && !dump.placeholder && dump.confidence !== 'weak'),
      JSON.stringify(found),
    );
  });

  test(`recognises it inside a JSON string, and inside another: ${name}`, () => {
    const once = JSON.stringify({ content: `Here it is:\n\n${text}` });
    for (const form of [once, JSON.stringify({ arguments: once })]) {
      assert.ok(
        findDumps(form).some((dump) => dump.kind === kind && !dump.placeholder),
        JSON.stringify(findDumps(form)),
      );
    }
  });

  test(`wakes the detector, raw and escaped: ${name}`, () => {
    const once = JSON.stringify({ content: text });
    for (const form of [text, once, JSON.stringify({ arguments: once })]) assert.ok(wakes(form), form);
  });

  test(`gives byte offsets for bytes: ${name}`, () => {
    const before = 'Grüße 🙂\n';
    const bytes = Buffer.from(before + text, 'utf8');
    const dump = findDumps(bytes).find((one) => one.kind === kind);
    assert.ok(dump !== undefined && dump.start >= Buffer.byteLength(before) - 1 && dump.end <= bytes.length);
  });
}

const NEGATIVES: readonly (readonly [string, string])[] = [
  [
    'an example of a .env file',
    '# copy to .env\nDB_HOST=localhost\nDB_PASSWORD=\nAPI_KEY=your-api-key-here\nJWT_SECRET=changeme\n',
  ],
  [
    'a .env file with references',
    `DB_PASSWORD=$${'{'}DB_PASSWORD}\nAPI_KEY=$API_KEY\nTOKEN=<token>\nNAME=a\n`,
  ],
  [
    'documentation that shows a variable',
    `Set it with:\n\nOPENAI_API_KEY=${value('doc', 40)}\n\nand start the server.\n`,
  ],
  [
    'settings without secrets',
    'PORT=3000\nNODE_ENV=production\nLOG_LEVEL=info\nTOKEN_TTL=3600\nMAX_TOKENS=4096\nPUBLIC_KEY_PATH=/etc/a.pem\n',
  ],
  [
    'the log of a CI job',
    'Run env\nCI=true\nGITHUB_ACTIONS=true\nRUNNER_OS=Linux\nHOME=/home/runner\nPATH=/usr/bin:/bin\nPWD=/home/runner/work\nLANG=C.UTF-8\n',
  ],
  [
    'masked values of a CI job',
    'HOME=/home/runner\nPATH=/usr/bin\nPWD=/w\nSHELL=/bin/sh\nGITHUB_TOKEN=***\nNPM_TOKEN=****\n',
  ],
  [
    'a Dockerfile',
    `FROM node:22\nENV NODE_ENV=production\nENV PORT=8080\nENV API_TOKEN=${value('df', 30)}\nCMD ["node"]\n`,
  ],
  [
    'a systemd unit',
    '[Unit]\nDescription=App\n[Service]\nEnvironment=NODE_ENV=production\nEnvironment=PORT=80\nEnvironmentFile=/etc/app.env\nExecStart=/usr/bin/app\n',
  ],
  [
    'a shell script',
    '#!/bin/sh\nset -eu\nNAME=app\nTOKEN="$(cat /run/secrets/token)"\nPASSWORD="$1"\ncurl -H "Authorization: $TOKEN" https://a.test\n',
  ],
  ['a Makefile', 'CC = gcc\nCFLAGS = -O2 -Wall\nPREFIX ?= /usr/local\nall: main.o\n'],
  ['an AWS config without secrets', '[default]\nregion = eu-central-1\noutput = json\n'],
  [
    'a kubeconfig without secrets',
    'clusters:\n- name: a\nusers:\n- name: ci\n  user:\n    exec:\n      command: aws\n',
  ],
  ['an .npmrc without tokens', 'registry=https://registry.npmjs.org/\nsave-exact=true\n'],
  ['an empty docker config', '{"auths": {"https://index.docker.io/v1/": {}}, "credsStore": "desktop"}'],
  ['/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nann:x:1000:1000:Ann:/home/ann:/bin/bash\n'],
  ['a locked shadow file', 'root:!:19700:0:99999:7:::\ndaemon:*:19700:0:99999:7:::\n'],
  [
    'a table of columns',
    '| name | type | password |\n|---|---|---|\n| login | string | required |\n| change | string | optional |\n',
  ],
  ['a schema', 'CREATE TABLE users (id int, email text, password_hash text not null);'],
  ['a CSV without passwords', 'id,email,city\n1,a@corp.test,Berlin\n2,b@corp.test,Rome\n'],
  [
    'cookies without sessions',
    '# Netscape HTTP Cookie File\n.corp.test\tTRUE\t/\tFALSE\t0\tlang\ten\n.corp.test\tTRUE\t/\tFALSE\t0\ttheme\tdark\n',
  ],
  ['a URL of a repository', 'git clone https://github.com/a/b.git\nhttps://user@github.com/a/b\n'],
  ['a public key', `-----BEGIN PUBLIC KEY-----\n${PEM_LINES.join('\n')}\n-----END PUBLIC KEY-----\n`],
  [
    'a mention of a key file',
    'The file starts with -----BEGIN RSA PRIVATE KEY----- and ends with -----END RSA PRIVATE KEY-----.',
  ],
  ['a Terraform lock', '{"terraform_version":"1.9.0","provider_hash":"abc"}'],
  ['prose about a machine', 'The machine learning login page asks for a password reset. machine a login b'],
  ['a compiler log', 'main.c:5432:10: error: expected ;\nsrc/a.ts:5432:app:user: note\n'],
  ['settings of a form', '[{"name":"user","value":"a","path":"/x"},{"name":"pass","value":"b","path":"/y"}]'],
  [
    'an OpenAPI document',
    '{"properties":{"username":{"type":"string"},"password":{"type":"string","format":"password"}}}',
  ],
  ['a query string', 'PATH=/a?HOME=b&PWD=c\n'],
];

for (const [name, text] of NEGATIVES) {
  test(`leaves ${name} alone`, () => {
    for (const form of [text, JSON.stringify({ content: text })]) {
      const found = findDumps(form).filter((dump) => !dump.placeholder);
      assert.deepEqual(found, []);
    }
  });
}

test('marks values that only stand where a secret would', () => {
  const found = findDumps(`//registry.npmjs.org/:_authToken=$${'{'}NPM_TOKEN}\n`);
  assert.deepEqual(
    found.map(({ kind, placeholder, confidence }) => ({ kind, placeholder, confidence })),
    [{ kind: 'npmrc', placeholder: true, confidence: 'weak' }],
  );
});

test('finds the name of the file a reason to believe', () => {
  const text = 'NAME=shop\nPORT=80\nDB_PASSWORD=hunter\n';
  assert.equal(findDumps(text).length, 0);
  assert.equal(findDumps(text, { fileName: '/srv/app/.env' })[0]?.confidence, 'likely');
  assert.equal(findDumps(text, { fileName: '.env.example' }).length, 0);
});

test('every anchor has at least four bytes', () => {
  for (const anchor of DUMP_CUES.flatMap(({ anchors }) => anchors))
    assert.ok(Buffer.byteLength(anchor) >= 4, anchor);
});

test('what programs say of passwords wakes nobody', () => {
  for (const text of [
    'function login(user, password) { return check(user, password); }',
    "const { user, password } = options; if (password === '') throw new Error('password missing');",
    'export const PASSWORD_MIN = 8;\nif (env.API_TOKEN=="") exit();',
    '<input name="password" type="password" id="password"> <label>Password, please</label>',
    "type Keys = 'password' | 'email' | 'name';",
  ])
    assert.equal(wakes(text), false, text);
});

test('reads repetitions of its marks in linear time', () => {
  const marks = [
    '\n',
    '\0',
    '[a]\n',
    '"users":',
    '"auths":{',
    '"auth":"',
    '-----BEGIN RSA PRIVATE KEY-----',
    "('",
    '\\n',
  ];
  // A quadratic reader would take minutes for these.
  for (const mark of marks) assert.deepEqual(findDumps(mark.repeat(Math.ceil(1_000_000 / mark.length))), []);
});

/** True when the cues of a text wake the detector. */
function wakes(text: string): boolean {
  const bytes = Buffer.from(text);
  const cues = DUMP_CUES.flatMap(({ anchors }, group) =>
    anchors.flatMap((anchor) => {
      const places: { at: number; group: number }[] = [];
      for (let at = bytes.indexOf(anchor); at >= 0; at = bytes.indexOf(anchor, at + 1))
        places.push({ at, group });
      return places;
    }),
  );
  const clues = new Clues();
  for (const { at, group } of cues.sort((a, b) => a.at - b.at)) clues.addCue(at, 1 << group);
  return new Wake(DUMPS, 0).windows(clues, bytes).length > 0;
}
