import { z } from 'zod';
import { PACKS } from '../flow/pack.ts';
import {
  fingerprint,
  kindId,
  kindPattern,
  knownName,
  moment,
  notEmpty,
  pack,
  place,
  placePattern,
  policySource,
  userName,
} from './checks.ts';
import {
  checked,
  choice,
  flag,
  leaf,
  list,
  milliseconds,
  optionalText,
  structure,
  text,
  whole,
} from './leaf.ts';
import { allowedAddressCheck, parseHostPattern, parseListen, parseResolve, parses } from './values.ts';

const MIB = 1024 * 1024;
const hostPattern = parses(parseHostPattern, 'not a host pattern: api.example.com, *.example.com or *');
const portSchema = z.int().min(1).max(65535);

export const log = z.strictObject({
  format: choice(['text', 'json'], 'text', {
    description: 'Form of the log lines on stderr.',
    flag: '--log <format>',
  }),
  level: choice(['error', 'warn', 'info', 'debug'], 'info', {
    description: 'The least severe lines that are written.',
    flag: '--log-level <level>',
  }),
});

export const accept = z.strictObject({
  connections: whole(1, 1_000_000, 1024, { description: 'Client connections served at the same time.' }),
  headerBytes: whole(1024, MIB, 32_768, {
    description: 'Largest header section of a message.',
    unit: 'bytes',
  }),
  handshakeTimeoutMs: milliseconds(100, 10_000, {
    description: 'Time for the first bytes, SOCKS5 and TLS handshakes.',
  }),
  headerTimeoutMs: milliseconds(100, 15_000, { description: 'Time for a whole header section to arrive.' }),
  idleTimeoutMs: milliseconds(100, 60_000, { description: 'Silence between two requests before a close.' }),
  bodyIdleTimeoutMs: milliseconds(100, 30_000, {
    description: 'Silence inside a request body before a refusal.',
  }),
  halfClosedTimeoutMs: milliseconds(100, 10_000, {
    description:
      'Silence of an origin that is still waited for once the client has ended its side: a client that has gone looks the same.',
  }),
  chunkExtensionBytes: whole(0, 16_384, 256, {
    description: 'Chunk extensions tolerated in one message (they are never forwarded).',
    unit: 'bytes',
  }),
  opaque: list('host patterns with an optional port', hostPattern, {
    description:
      'Destinations whose CONNECT tunnels may carry neither TLS nor HTTP. Recorded as not inspected.',
  }),
  drainTimeoutMs: milliseconds(1, 10_000, { description: 'Time that running exchanges get after SIGTERM.' }),
  pipelineBytes: whole(1024, 16 * MIB, 65_536, {
    description: 'Pipelined bytes held while an earlier request is served.',
    unit: 'bytes',
  }),
});

const password = z.union([
  checked(notEmpty),
  z.strictObject({ passwordFile: checked(notEmpty).describe('File that holds the password.') }),
]);

export const identify = z.strictObject({
  users: structure(
    'a map from user name to a password or to {passwordFile: FILE}',
    z.record(checked(userName), password).default({}),
    { description: 'Agents that may use the proxy. Empty: no proxy authentication.', secret: true },
  ),
  required: leaf(z.boolean().optional(), {
    shape: 'boolean',
    expects: 'true or false',
    description: 'Refuse clients without credentials. Without a value: true as soon as there are users.',
  }),
});

const hostRule = z.strictObject({
  host: checked(hostPattern).describe('api.example.com, *.example.com or *'),
  port: portSchema.optional().describe('Any port when left out.'),
  mode: z.enum(['inspect', 'tunnel', 'refuse']).describe('tunnel passes TLS unread; refuse denies.'),
});

export const decrypt = z.strictObject({
  hosts: structure('a list of {host, port?, mode: inspect|tunnel|refuse}', z.array(hostRule).default([]), {
    description: 'What to do with TLS to a host. The first rule that fits decides.',
  }),
  defaultMode: leaf(
    z
      .enum(['inspect', 'tunnel', 'refuse'])
      .superRefine((mode, context) => {
        if (mode !== 'tunnel') return;
        const message = 'refused: it would let everything pass unread; list the hosts under decrypt.hosts';
        context.addIssue({ code: 'custom', message });
      })
      .default('inspect'),
    {
      shape: 'text',
      expects: 'one of inspect, refuse',
      description: 'Mode of hosts without a rule: inspect or refuse.',
    },
  ),
  leafCache: whole(1, 1_000_000, 1000, { description: 'Minted certificates kept in memory.' }),
  leafDays: whole(1, 397, 30, { description: 'Life of a minted certificate.', unit: 'days' }),
  minVersion: choice(['TLSv1.2', 'TLSv1.3'], 'TLSv1.2', {
    description: 'Oldest TLS version, towards clients and origins. Older ones are broken (RFC 8996).',
  }),
});

export const parse = z.strictObject({
  encodedSlash: choice(['keep', 'reject', 'decode'], 'keep', {
    description: 'What happens to %2f in a path: origins disagree about its meaning.',
  }),
  maxCodings: whole(0, 3, 3, { description: 'Content codings stacked in one message.' }),
});

const homeRule = z.strictObject({
  kind: checked(kindId).describe('Id of the kind of credential.'),
  hosts: z.array(checked(hostPattern)).min(1).describe('Hosts that own it.'),
  places: z
    .array(checked(place))
    .min(1)
    .describe('Places where it belongs, for example header.authorization.'),
});

const actionRule = z.strictObject({
  kinds: z
    .array(checked(kindPattern))
    .min(1)
    .describe('Ids of kinds, categories, or patterns such as pii-*.'),
  hosts: z.array(checked(hostPattern)).min(1).optional().describe('Any host when left out.'),
  places: z
    .array(checked(placePattern))
    .min(1)
    .optional()
    .describe('Any place when left out; for example body* or header.x-note.'),
  direction: z.enum(['request', 'answer']).optional().describe('Both ways when left out.'),
  action: z
    .enum(['block', 'mask', 'tokenise', 'allow', 'record'])
    .describe('mask overwrites, tokenise puts the same token for the same value; lengths stay.'),
  until: checked(moment).optional().describe('The rule ends then (UTC).'),
});

const exemption = z.strictObject({
  kind: checked(kindId).describe('One kind.'),
  host: checked((text) =>
    text === '*'
      ? 'an exemption names its destination; use inspect.actions for all of them'
      : hostPattern(text),
  ).describe('One destination, or *.example.com.'),
  place: checked((text) =>
    text === '*' ? 'an exemption names its place; use inspect.actions for all of them' : placePattern(text),
  ).describe('One place, for example body.report or header.x-note.'),
  until: checked(moment).optional().describe('It ends then (UTC).'),
  reason: checked(notEmpty).optional().describe('Why; for those who read the list.'),
});

const knownValue = z.strictObject({
  name: checked(knownName).describe('What findings call it.'),
  file: checked(notEmpty).optional().describe('File that holds it, on its first line.'),
  environment: checked(notEmpty).optional().describe('Environment variable of Weir that holds it.'),
});

export const inspect = z.strictObject({
  packs: list(`${PACKS.join(', ')}, all`, pack, {
    description:
      'What is looked for besides credentials, commands and injection, which are on by default: money, personal-data, or all. strict stops what is only recorded otherwise.',
    flag: '--pack <name>',
  }),
  requestHoldBytes: whole(0, 256 * MIB, MIB, {
    description: 'Request bodies up to this size are held until they are judged; larger ones stream.',
    unit: 'bytes',
  }),
  answerHoldBytes: whole(0, 256 * MIB, MIB, {
    description: 'Most bytes of an answer that are held back while it streams.',
    unit: 'bytes',
  }),
  decodeRatio: whole(10, 10_000, 200, {
    description: 'How many times larger a body may become when its content coding is undone.',
  }),
  decodeBytes: whole(1024, 1024 * MIB, 32 * MIB, {
    description: 'Largest decoded size of a body that has to be held.',
    unit: 'bytes',
  }),
  disable: list('ids of kinds', kindId, { description: 'Kinds of credential that are not looked for.' }),
  home: structure('a list of {kind, hosts, places}', z.array(homeRule).default([]), {
    description: 'Further home destinations: a credential in these places to these hosts is no leak.',
  }),
  actions: structure(
    'a list of {kinds, hosts?, places?, direction?, action, until?}',
    z.array(actionRule).default([]),
    {
      description: 'What is done about findings, before the defaults. The first rule that fits decides.',
    },
  ),
  exemptions: structure('a list of {kind, host, place, until?, reason?}', z.array(exemption).default([]), {
    description:
      'Findings that are no leak: one kind to one destination in one place. Before everything else.',
  }),
  known: structure('a list of {name, file | environment}', z.array(knownValue).default([]), {
    description: 'Secrets that are known exactly: found in every encoding. Only keyed digests are kept.',
  }),
  knownEnvironment: flag(true, {
    description: 'Whether weir run registers secret-looking variables of the command as known values.',
  }),
  injectionHigh: leaf(z.number().min(0.1).max(1).default(0.8), {
    shape: 'number',
    expects: 'a number from 0.1 to 1',
    description: 'Score from which on a text counts as prompt injection.',
  }),
  injectionMedium: leaf(z.number().min(0.1).max(1).default(0.5), {
    shape: 'number',
    expects: 'a number from 0.1 to 1',
    description: 'Score from which on an answer is marked with X-Weir-Injection.',
  }),
  injectionAnswer: choice(['passage', 'whole', 'record'], 'passage', {
    description:
      'What happens to an answer from the high score on: the passage goes, the answer is refused, or neither.',
  }),
  memorySeconds: whole(0, 3600, 60, {
    description:
      'How long the end of a value is remembered, to find secrets that are sent in parts. 0: not at all.',
    unit: 'seconds',
  }),
  hostNameBytes: whole(0, MIB, 4096, {
    description:
      'Bytes of random-looking names that one agent may ask for below one registered domain in ten minutes. 0: any.',
    unit: 'bytes',
  }),
  exempt: list('fingerprints', fingerprint, {
    description: 'Fingerprints (as records show them) of values that are known to be no secret.',
  }),
});

export const policies = z.strictObject({
  source: optionalText('a file name or the URL of a receiver', policySource, {
    description: 'Where policies come from: a file (watched) or a receiver (pulled).',
    flag: '--policies <file|url>',
    file: true,
  }),
  key: optionalText('text', notEmpty, {
    description: 'Bearer key of the receiver. Better given as a file.',
    secret: true,
  }),
  keyFile: optionalText('a file name', notEmpty, {
    description: 'File that holds the bearer key of the receiver.',
    flag: '--policies-key-file <file>',
    file: true,
  }),
  refreshMs: milliseconds(1000, 30_000, { description: 'Time between two pulls.' }),
  maxAgeMs: milliseconds(1000, 86_400_000, {
    description: 'How old the last good copy may be; past it everything is denied.',
  }),
});

export const forward = z.strictObject({
  upstreamCa: list('file names', notEmpty, {
    description: 'Further CAs (PEM) that origins may be verified with, beside those of the system.',
    flag: '--upstream-ca <file>',
    file: true,
  }),
  allowAddresses: list('CIDR[:PORT]', allowedAddressCheck, {
    description: 'Private and special addresses that may be dialled.',
    flag: '--allow-address <cidr[:port]>',
  }),
  resolve: list('HOST:PORT:ADDR[:PORT]', parses(parseResolve, 'not HOST:PORT:ADDR[:PORT]'), {
    description: 'Fixed answers instead of DNS; the address is still classified.',
    flag: '--resolve <host:port:addr[:port]>',
  }),
  connectTimeoutMs: milliseconds(100, 10_000, { description: 'Time for TCP and TLS to an origin.' }),
  answerTimeoutMs: milliseconds(100, 300_000, { description: 'Silence of an origin before a 504.' }),
  connectionsPerOrigin: whole(1, 65_535, 256, { description: 'Connections to one origin.' }),
  idleConnections: whole(0, 65_535, 512, { description: 'Idle connections kept, over all origins.' }),
  idleTimeoutMs: milliseconds(100, 4000, {
    description:
      'How long an idle connection is kept: shorter than the 5 s after which common servers close.',
  }),
  dnsTimeoutMs: milliseconds(100, 5000, { description: 'Time for a name to be resolved.' }),
});

export const record = z.strictObject({
  flushMs: milliseconds(1, 100, {
    description: 'Records are written this often: what a crash can lose at most.',
  }),
  rotateBytes: whole(65_536, 16_384 * MIB, 64 * MIB, {
    description: 'Size of a record file before the next is begun.',
    unit: 'bytes',
  }),
  keepFiles: whole(2, 1_000_000, 50, { description: 'Record files kept; the oldest go first.' }),
  onFailure: choice(['deny', 'spill'], 'deny', {
    description: 'When records cannot be written: deny everything, or go on and put them on stderr.',
  }),
  queueBytes: whole(65_536, 1024 * MIB, 16 * MIB, {
    description: 'Records held in memory while they cannot be written.',
    unit: 'bytes',
  }),
});

export const compat = z.strictObject({
  strathon: flag(true, { description: 'Send X-Strathon-Block-Reason and X-Strathon-Redacted as well.' }),
});

export const listen = text(
  'HOST:PORT, for example 127.0.0.1:8080',
  parses(parseListen, 'not HOST:PORT; an IPv6 address stands in brackets: [::1]:8080'),
  '127.0.0.1:8080',
  { description: 'Where clients connect. Port 0 picks a free one.', flag: '--listen <host:port>' },
);

export const data = text('a directory name', notEmpty, '~/.weir', {
  description: 'Directory of the CA, the records and the last good policies. Created with mode 0700.',
  flag: '--data <dir>',
  file: true,
});
