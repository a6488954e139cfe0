import * as fs from 'node:fs';
import * as path from 'node:path';
import { rootCertificates } from 'node:tls';
import { grow, type Maker, Parts } from './benign-text.ts';

/** A text that holds no secret. */
export interface BenignText {
  readonly name: string;
  readonly contentType?: string;
  readonly bytes: Buffer;
}

/** What is generated, by the line. */
const LINES: Readonly<Record<string, Maker>> = {
  'uuids.txt': (p) => p.uuid(),
  'git.log': (p) =>
    `commit ${p.hex(40)}\nMerge: ${p.hex(7)} ${p.hex(7)}\nAuthor: Alice <${p.email()}>\nDate:   ${p.time()}\n\n    ${p.words(8)} (#${p.int(9999)})\n\n    Signed-off-by: Bob <${p.email()}>\n    Change-Id: I${p.hex(40)}\n`,
  'git.diff': (p) =>
    `diff --git a/src/${p.identifier()}.ts b/src/${p.identifier()}.ts\nindex ${p.hex(10)}..${p.hex(10)} 100644\n@@ -${p.int(900)},7 +${p.int(900)},9 @@ export function ${p.identifier()}(): void {\n-  const ${p.identifier()} = await ${p.identifier()}(token, ${p.int(99)});\n+  const ${p.identifier()} = process.env.${p.identifier().toUpperCase()}_TOKEN ?? '';\n`,
  'ci.log': (p, i) =>
    p.pick([
      `${p.time()} ##[group]Run actions/checkout@${p.hex(40)}`,
      `${p.time()}   token: ***`,
      `${p.time()}   GITHUB_TOKEN: \${{ secrets.GITHUB_TOKEN }}`,
      `${p.time()} npm http fetch GET 200 https://registry.npmjs.org/${p.identifier()}/-/${p.identifier()}-${p.semver()}.tgz ${p.int(900)}ms (cache hit)`,
      `${p.time()} #${i} sha256:${p.hex(64)} ${p.int(90)}.1MB / 90.2MB ${p.int(9)}.4s`,
      `${p.time()} docker.io/library/node@sha256:${p.hex(64)}`,
      `${p.time()} Cache restored from key: Linux-node-${p.hex(64)}`,
      `${p.time()} ✔ ${p.words(6)} (${p.int(100)}.${p.int(999999)}ms)`,
      `${p.time()} Uploading artifact ${p.uuid()} to https://${p.host()}/_apis/pipelines/workflows/${p.int(1e9)}?api-version=6.0`,
    ]),
  'yarn.lock': (p) =>
    `"${p.identifier()}@^${p.semver()}":\n  version "${p.semver()}"\n  resolved "https://registry.yarnpkg.com/x/-/x-${p.semver()}.tgz#${p.hex(40)}"\n  integrity sha512-${p.base64(64)}\n`,
  'go.sum': (p) =>
    `github.com/${p.identifier()}/${p.identifier()} v${p.semver()} h1:${p.base64(32)}\ngithub.com/a/b v0.0.0-20240102030405-${p.hex(12)}/go.mod h1:${p.base64(32)}`,
  'Cargo.lock': (p) =>
    `[[package]]\nname = "${p.identifier()}"\nversion = "${p.semver()}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${p.hex(64)}"\n`,
  'poetry.lock': (p) =>
    `files = [\n    {file = "${p.identifier()}-${p.semver()}-cp311-manylinux_2_17_x86_64.whl", hash = "sha256:${p.hex(64)}"},\n]\n\n[[package]]\nname = "${p.identifier()}"\nversion = "${p.semver()}"`,
  'pnpm-lock.yaml': (p) =>
    `  /${p.identifier()}@${p.semver()}:\n    resolution: {integrity: sha512-${p.base64(64)}}\n    engines: {node: '>=${p.int(20)}'}\n    dev: true`,
  'hashes.txt': (p) =>
    p.pick([
      `${p.hex(32)}  ${p.identifier()}.bin`,
      `${p.hex(40)}  ${p.identifier()}`,
      `${p.hex(64)}  ${p.identifier()}.tar.gz`,
      `SHA512 (${p.identifier()}) = ${p.hex(128)}`,
      `SHA256:${p.base64(32).replace(/=+$/, '')} ${p.email()} (ED25519)`,
      `etag: W/"${p.hex(8)}-${p.base64(20)}"`,
      p.base64(32),
    ]),
  'sri.html': (p) =>
    `<script src="https://cdn.example.com/${p.identifier()}@${p.semver()}/dist/${p.hex(20)}.min.js" integrity="sha384-${p.base64(48)}" crossorigin="anonymous" nonce="${p.base64(16)}"></script>`,
  'site.css': (p) =>
    `.${p.identifier()}-${p.hex(6)}:not(.${p.identifier()})::before{color:#${p.hex(6)};background:url(data:image/svg+xml;base64,${p.base64(90)}) no-repeat;margin:${p.int(40)}px ${p.int(9)}em;font:1em/1.5 "Helvetica Neue",sans-serif;--key-${p.identifier()}:var(--token-${p.identifier()})}`,
  'rows.csv': (p, i) =>
    `${i},${p.uuid()},${p.words(2)},${p.email()},+1-555-0${p.int(100)}-${1000 + p.int(9000)},${p.time()},${p.int(1e9)},${p.random().toFixed(12)},${p.hex(16)},true`,
  'access.log': (p) =>
    `${p.ip()} - - [06/May/2025:07:08:09 +0000] "GET /v1/${p.identifier()}/${p.uuid()}?page=${p.int(99)}&cursor=${p.base64(18).replace(/[+/=]/g, '')}&sort=key HTTP/1.1" 200 ${p.int(1e6)} "https://${p.host()}/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36" trace=${p.hex(32)} span=${p.hex(16)} rt=0.${p.int(999)}`,
  'app.log': (p) =>
    `${p.time()} level=info msg="${p.words(6)}" request_id=req_${p.alnum(24)} trace_id=${p.hex(32)} user=${p.int(1e6)} session=${p.uuid()} token_count=${p.int(9999)} key="${p.identifier()}" password=*** duration_ms=${p.int(9000)}`,
  'timestamps.txt': (p) =>
    `${p.time()} ${1_600_000_000 + p.int(1e8)} ${(1_600_000_000_000 + p.int(1e9)).toString()}.${p.int(1e6)} 2025-${1 + p.int(12)}-0${1 + p.int(9)}`,
  'mail.eml': (p) =>
    `Message-ID: <${p.alnum(32)}@mail.example.com>\nDKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=20230601; h=from:to:subject; bh=${p.base64(32)};\n b=${p.base64(128).replace(/(.{72})/g, '$1\n ')}\nFrom: <${p.email()}>\nTo: <${p.email()}>\nSubject: ${p.words(6)}\nContent-Type: multipart/mixed; boundary="----=_Part_${p.hex(16)}"\n\n${p.words(60)}\n`,
  'manifests.yaml': (p) =>
    `---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${p.identifier().toLowerCase()}-${p.hex(10)}-${p.alnum(5).toLowerCase()}\n  uid: ${p.uuid()}\n  resourceVersion: "${p.int(1e8)}"\n  annotations:\n    checksum/config: ${p.hex(64)}\nspec:\n  template:\n    spec:\n      serviceAccountName: ${p.identifier()}\n      containers:\n        - image: registry.example.com/app@sha256:${p.hex(64)}\n          env:\n            - name: DATABASE_PASSWORD\n              valueFrom: {secretKeyRef: {name: db-credentials, key: password}}\n            - name: DATABASE_URL\n              value: postgres://$(DB_USER):$(DB_PASSWORD)@db.${p.identifier()}.svc:5432/app\n            - name: API_TOKEN_FILE\n              value: /var/run/secrets/${p.identifier()}/token\n  webhooks:\n    - clientConfig: {caBundle: ${p.base64(300)}}`,
  'variables.tf': (p) =>
    `resource "aws_instance" "${p.identifier()}" {\n  ami           = "ami-${p.hex(17)}"\n  subnet_id     = "subnet-${p.hex(17)}"\n  kms_key_id    = "arn:aws:kms:eu-west-1:${p.int(1e9)}012:key/${p.uuid()}"\n  user_data     = base64encode(var.${p.identifier()}_password)\n  password      = data.vault_generic_secret.${p.identifier()}.data["password"]\n}`,
  '.env.example': (p) =>
    p.pick([
      `${p.identifier().toUpperCase()}_API_KEY=your-api-key-here`,
      `${p.identifier().toUpperCase()}_TOKEN=<token>`,
      `${p.identifier().toUpperCase()}_SECRET=\${${p.identifier().toUpperCase()}_SECRET}`,
      `DATABASE_URL=postgres://\${DB_USER}:\${DB_PASSWORD}@localhost:5432/${p.identifier()}`,
      `PASSWORD=changeme`,
      `OPENAI_API_KEY=sk-...`,
      `GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`,
      `LOG_LEVEL=debug`,
    ]),
  'source.ts': (p) =>
    `export async function ${p.identifier()}(token: string, options: ${p.identifier()}Options = {}): Promise<${p.identifier()}> {\n  const headers = { Authorization: \`Bearer \${token}\`, 'X-Api-Key': options.apiKey ?? process.env.API_KEY };\n  const url = new URL(\`https://\${user}:\${password}@${p.host()}/v${p.int(9)}/${p.identifier()}\`);\n  if (password === undefined) throw new Error('${p.words(7)}');\n  return await this.client.post(url, { headers, key: '${p.identifier()}', seed: 0x${p.hex(8)} });\n}`,
  'source.py': (p) =>
    `def ${p.identifier()}(password: str = os.environ["${p.identifier().toUpperCase()}_PASSWORD"], api_key=None):\n    """${p.words(12)}"""\n    client = Client(api_key=api_key or settings.API_KEY, secret=get_secret("${p.identifier()}/${p.identifier()}"))\n    return requests.get(f"https://{user}:{password}@${p.host()}/", headers={"Authorization": f"Bearer {token}"})`,
  'paths.txt': (p) =>
    `/usr/lib/node_modules/${p.identifier()}/dist/${p.identifier()}-${p.hex(8)}.js:${p.int(999)}:${p.int(99)} arn:aws:iam::${p.int(1e9)}012:role/${p.identifier()} s3://${p.identifier()}-bucket/${p.hex(8)}/${p.uuid()}.parquet`,
};

/** Digits, none of them a zero at the front. */
function digits(p: Parts, count: number): string {
  return Array.from({ length: count }, (_, i) => (i === 0 ? 1 + p.int(9) : p.int(10))).join('');
}

/** What is one JSON document. */
const DOCUMENTS: Readonly<Record<string, Maker>> = {
  'package-lock.json': (p) =>
    `"node_modules/${p.identifier()}-${p.hex(4)}":{"version":"${p.semver()}","resolved":"https://registry.npmjs.org/x/-/x-${p.semver()}.tgz","integrity":"sha512-${p.base64(64)}","license":"MIT"}`,
  'openapi.json': (p) =>
    `"/v1/${p.identifier()}/${p.hex(4)}/{id}":{"post":{"operationId":"${p.identifier()}","description":"${p.words(20)}. Send \`Authorization: Bearer <token>\`.","security":[{"apiKey":[]}],"requestBody":{"content":{"application/json":{"schema":{"type":"object","properties":{"password":{"type":"string","format":"password","minLength":8},"token":{"type":"string","example":"string"},"client_secret":{"type":"string","description":"${p.words(6)}"}}}}}}}}`,
  'list.json': (p) =>
    `"${p.hex(6)}":{"id":"${p.uuid()}","object":"chat.completion","created":${1_700_000_000 + p.int(1e8)},"request":"req_${p.alnum(24)}","message":"msg_01${p.alnum(22)}","run":"run_${p.alnum(24)}","customer":"cus_${p.alnum(14)}","thread":"thread_${p.alnum(24)}","next_page_token":"${p.base64(24)}","etag":"\\"${p.hex(32)}\\"","amount":${p.int(1e6)},"usage":{"prompt_tokens":${p.int(9999)}},"sha":"${p.hex(40)}","node_id":"${p.base64(18)}"}`,
};

/** What is one JSON document of numbers: ids and counts as long as the numbers that people and cards have. */
const NUMBERS: Maker = (p, i) =>
  `"${p.hex(6)}":{"id":${digits(p, 9 + p.int(11))},"order":"${digits(p, 3)}-${digits(p, 7)}-${digits(p, 7)}","sku":"${p.pick(['AB', 'SG', 'T'])}${digits(p, 7)}${p.pick(['-A', 'X', ''])}","at":${1_600_000_000_000 + p.int(1e11)},"day":"2025${String(1 + (i % 12)).padStart(2, '0')}${10 + p.int(18)}${digits(p, 6)}","tweet":"${digits(p, 19)}","ean":"40${digits(p, 11)}","imsi":"26201${digits(p, 10)}","price":${p.int(9999)}.${10 + p.int(89)},"size":[${digits(p, 4)}, ${digits(p, 4)}, ${digits(p, 4)}, ${digits(p, 4)}],"tracking":"${digits(p, 4)} ${digits(p, 4)} ${digits(p, 4)} ${digits(p, 4)} ${digits(p, 4)} ${digits(p, 2)}","version":"${p.int(30)}.${p.int(99)}.${p.int(999)}.${p.int(99)}","range":"${digits(p, 4)}-${digits(p, 4)}","zip":"${digits(p, 5)}-${digits(p, 4)}","account":${digits(p, 10)}}`;

const LINE_BYTES = 250_000;
const DOCUMENT_BYTES = 600_000;
/** Where Debian and its relatives keep them. */
const SYSTEM_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** The texts that are made up, the same in every run. */
export function generatedTexts(): readonly BenignText[] {
  const texts: BenignText[] = [];
  let seed = 1;
  for (const [name, make] of Object.entries(LINES)) {
    texts.push(textOf(name, grow(new Parts(seed++), LINE_BYTES, make)));
  }
  for (const [name, make] of Object.entries(DOCUMENTS)) {
    const body = grow(new Parts(seed++), DOCUMENT_BYTES, make, ',');
    texts.push(textOf(name, `{${body}}`, 'application/json'));
  }
  texts.push(
    textOf(
      'numbers.json',
      `{${grow(new Parts(seed++), 2 * DOCUMENT_BYTES, NUMBERS, ',')}}`,
      'application/json',
    ),
  );
  const parts = new Parts(seed);
  texts.push(textOf('uuids.json', JSON.stringify(Array.from({ length: 5000 }, () => parts.uuid()))));
  texts.push(textOf('ca-bundle.pem', rootCertificates.join('\n')));
  if (fs.existsSync(SYSTEM_CERTIFICATES)) {
    texts.push({ name: 'system-certificates.pem', bytes: fs.readFileSync(SYSTEM_CERTIFICATES) });
  }
  texts.push(textOf('bundle.min.js', minified(parts)));
  texts.push(textOf('bundle.min.js.map', sourceMap(parts), 'application/json'));
  texts.push(textOf('images.json', images(parts), 'application/json'));
  texts.push(textOf('image.b64', parts.base64(1_500_000).replace(/(.{76})/g, '$1\r\n')));
  texts.push(textOf('image.b64url', parts.bytes(1_000_000).toString('base64url')));
  texts.push(textOf('dump.hex', parts.hex(1_000_000)));
  return texts;
}

function textOf(name: string, text: string, contentType?: string): BenignText {
  return { name, bytes: Buffer.from(text), ...(contentType === undefined ? {} : { contentType }) };
}

function minified(parts: Parts): string {
  const short = (): string => parts.alnum(1 + parts.int(2)).replace(/^\d+/, '$');
  return grow(
    parts,
    1_000_000,
    (p) =>
      `function ${short()}(${short()},${short()}){return ${short()}.${p.identifier()}?${short()}(${short()},"${p.identifier()}"):${p.int(999)}!==${short()}&&(this.${short()}=/^[\\w-]{${p.int(9)},}$/.test(${short()}),void 0)}var ${short()}={password:${short()},token:${short()}.token||"",apiKey:"${p.identifier()}",h:"${p.hex(20)}",c:["${p.alnum(8)}","${p.alnum(11)}"]};`,
    '',
  );
}

function sourceMap(parts: Parts): string {
  const vlq = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const mappings = grow(
    parts,
    1_500_000,
    (p) => Array.from({ length: 1 + p.int(5) }, () => vlq[p.int(64)]!).join(''),
    ',',
  );
  return JSON.stringify({ version: 3, file: 'bundle.min.js', names: ['a', 'token'], mappings });
}

/** A chat body with pictures in it. */
function images(parts: Parts): string {
  const content = Array.from({ length: 6 }, () => ({
    type: 'image',
    source: {
      type: 'base64',
      media_type: 'image/png',
      data: Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), parts.bytes(300_000)]).toString('base64'),
    },
  }));
  const urls = Array.from(
    { length: 3 },
    () => `data:image/jpeg;base64,/9j/4AAQSkZJRg${parts.base64(200_000)}`,
  );
  return JSON.stringify({ model: 'm', messages: [{ role: 'user', content }], urls });
}

const TEXT_FILE = /\.(?:[cm]?js|[cm]?ts|json|md|map)$/;

/** What packages bring, up to so many bytes: public text that everybody sends around. */
export function* packageTexts(root: string, most: number): Generator<BenignText> {
  let left = most;
  const names = fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXT_FILE.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of names) {
    const bytes = fs.readFileSync(file);
    if (bytes.length > left) continue;
    left -= bytes.length;
    const json = /\.(?:json|map)$/.test(file);
    yield {
      name: path.relative(root, file),
      bytes,
      ...(json ? { contentType: 'application/json' } : {}),
    };
  }
}
