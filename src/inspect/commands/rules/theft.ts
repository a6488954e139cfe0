/** Credentials that are read, and whatever is sent away. */
import { heavier, joined, type Secret } from '../flow.ts';
import { hostNamed } from '../naming.ts';
import { isLocal, isMetadata, trafficOf } from '../network.ts';
import { secretNamed, secretRead } from '../outputs.ts';
import { secretAt, secretIn } from '../sensitive-paths.ts';
import type { Step } from '../step.ts';

/** Programs that know what they do with a key. */
const OWN = new Set([
  'ssh',
  'ssh-add',
  'ssh-keygen',
  'ssh-copy-id',
  'chmod',
  'chown',
  'ls',
  'mkdir',
  'touch',
  'stat',
  'test',
  '[',
  '[[',
  'rm',
  'git',
  'docker',
  'kubectl',
  'helm',
  'source',
  '.',
  'echo',
  'printf',
  'sftp',
  'getent',
  'id',
]);

/** What reads credentials, and what sends them. */
export function theft(step: Step): void {
  reads(step);
  sends(step);
}

function reads(step: Step): void {
  const { program } = step;
  if (OWN.has(program.name)) return;
  const secret = secretRead(step);
  const traffic = trafficOf(program);
  if (secret !== undefined) step.report('credential-theft', aloneScore(secret), `reads ${secret.what}`);
  else if (traffic !== undefined && (isMetadata(traffic.to) || program.args.some(isMetadata))) {
    const keys = /security-credentials|token|identity|user-data|iam|managed|oauth/i.test(
      program.args.join(' '),
    );
    step.report('credential-theft', keys ? 0.65 : 0.5, 'asks the cloud machine for its credentials');
  } else if (
    /^(?:mimikatz|lazagne|secretsdump\.py|pypykatz|linpeas\.sh|mimipenguin|trufflehog|procdump(?:64)?)$/.test(
      program.name,
    ) &&
    (program.name !== 'procdump' || /lsass/i.test(program.args.join(' ')))
  ) {
    step.report(
      'credential-theft',
      program.name === 'trufflehog' ? 0.3 : 0.88,
      `${program.name} collects credentials`,
    );
  } else if (
    program.name === 'security' &&
    /dump-keychain|find-(?:generic|internet)-password.*-[wg]/.test(program.args.join(' '))
  )
    step.report('credential-theft', 0.65, 'reads the keychain');
  else if (/^gpg2?$/.test(program.name) && program.args.some((arg) => arg.startsWith('--export-secret')))
    step.report('credential-theft', 0.6, 'exports secret keys');
  else if (/^(?:find|grep|rg|locate|fd)$/.test(program.name)) hunts(step);
}

function aloneScore(secret: Secret): number {
  return secret.weight >= 0.92 ? 0.6 : secret.weight >= 0.85 ? 0.3 : 0.2;
}

/** Looks for credentials all over the machine. */
function hunts(step: Step): void {
  const { name, args } = step.program;
  const line = args.join(' ');
  if (
    name === 'find' &&
    /id_rsa|\.pem\b|\.kdbx|credentials|wallet|\.p12|\.pfx|\.env\b/.test(line) &&
    /^(?:\/|~|\$HOME|\/home|\/root)\/?(?:\s|$)/.test(line)
  )
    step.report('credential-theft', 0.5, 'looks for credentials all over the machine');
  else if (
    name !== 'find' &&
    /(?:password|passwd|secret|api_?key|token|BEGIN.{0,10}PRIVATE)/i.test(line) &&
    /\s(?:\/|~\/?|\$HOME\/?|\/home\/?|\/etc\/?|\/root\/?)(?:\s|$)/.test(line) &&
    /-\w*[rR]|rg/.test(`${line}${name}`)
  )
    step.report('credential-theft', 0.5, 'looks for passwords all over the machine');
}

function sends(step: Step): void {
  const { program } = step;
  for (const { kind, target } of program.redirects) {
    // `cat key > /dev/tcp/host/port`
    if (kind !== 'out' && kind !== 'copy' && kind !== 'both') continue;
    if (!/^\/dev\/(?:tcp|udp)\//.test(target.text) && step.fileAt(`&${target.text}`).peer !== true) continue;
    const secret = [step.input.secret, step.given.secret, secretRead(step), printedSecret(step)].reduce(
      heavier,
      undefined,
    );
    if (secret !== undefined) sent(step, secret, target.text.split('/')[3] ?? '', 0);
  }
  const traffic = trafficOf(program);
  if (traffic === undefined) return;
  let flow = traffic.sendsInput ? step.input : {};
  let secret: Secret | undefined = flow.secret;
  for (const word of traffic.words) {
    flow = joined(flow, step.marked(word));
    secret = heavier(heavier(secret, secretNamed(word)), step.marked(word).secret);
  }
  for (const file of traffic.files)
    secret = heavier(secret, heavier(secretIn(file, true), step.fileAt(file).secret));
  // A path behind `@` or `<` that the reader of options did not see.
  if (!/^(?:scp|rsync|ssh|aws|gsutil)$/.test(program.name))
    for (const word of traffic.words)
      if (/^[^:]*[@<]\S*[/.~]/.test(word))
        secret = heavier(secret, secretAt(word.replace(/^[^@<]*[@<]/, ''), true));
  // Whoever is shown a key is not given it.
  const proof = traffic.proofs
    .map((word) => heavier(step.marked(word).secret, undefined))
    .find((one) => one !== undefined);
  if (secret === undefined && proof !== undefined && !/^(?:the environment|a \.env)/.test(proof.what)) {
    if (proof.weight >= 0.92) sent(step, { what: proof.what, weight: 0.7 }, traffic.to, 0);
    return;
  }
  if (secret === undefined && /^(?:dig|nslookup|host|ping|drill|kdig)$/.test(program.name)) {
    // `dig $(…).example`: nobody asks for the address of what a command prints, but to hand it on.
    if (program.args.some((arg) => /(?:\ue010\d{1,5}\ue011|\ue013)\.[\w.-]{3,}/.test(arg)))
      step.report('exfiltration', 0.65, 'sends what a command prints in the names that it asks for');
    return;
  }
  if (secret === undefined) return;
  if (isMetadata(traffic.to)) return;
  const dns = /^(?:dig|nslookup|host|ping|drill|kdig|resolvectl|getent)$/.test(program.name);
  sent(step, secret, traffic.to, dns ? 0.03 : 0);
}

function printedSecret(step: Step): Secret | undefined {
  return /^(?:env|printenv|set|export)$/.test(step.program.name) && step.program.args.length === 0
    ? { what: 'the environment', weight: 0.9 }
    : undefined;
}

function sent(step: Step, secret: Secret, to: string, more: number): void {
  const score = isLocal(to) ? 0.45 : Math.min(0.98, secret.weight + more);
  step.report('exfiltration', score, `sends ${secret.what} to ${hostNamed(to, 'another machine')}`);
}
