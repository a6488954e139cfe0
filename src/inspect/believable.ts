import { entropy } from './checksum.ts';
import type { Named } from './kind.ts';

/** Values that name a type, a state or a place, in lower case. */
const WORDS = new Set(
  (
    'string number boolean object bool int integer char varchar text bytes array any none null nil undefined true false ' +
    'void unknown never optional required enabled disabled default password passwd passphrase secret token username user ' +
    'admin root test testing tests sample demo dummy foobar foo bar baz qwerty letmein value basic bearer digest hidden ' +
    'input label placeholder strong medium weak current-password new-password off on yes no missing invalid expired'
  ).split(' '),
);

/** What refers to a value that stands elsewhere: a variable, a template, a call, a path, a part of an address. */
const REFERENCE =
  /^(?:\$[A-Za-z_{(]|%[A-Za-z_{(]|[{<[(]|#\{|!(?:Ref|Sub|GetAtt|Join|ImportValue|vault|secret)\b|\*[a-z_]+$)|\$\{|\{\{|\}\}|<%|^(?:process|os|env|ENV|config|settings|secrets?|vault|self|this|ctx|req|request|args?|opts|options|params|props|data|var|local|module|System|Deno|Bun|import)[.[(:]|^[A-Za-z_][\w.]*\(|^projects\/|^[A-Za-z_][\w.]*\[|^[A-Z]+(?:_[A-Z]+)+\d$|^[A-Za-z_$]+\d?(?:\.[A-Za-z_$]+)+$|^(?:https?|file|ftp|arn|projects|op|ssm|vault|aws-sm|gcp-sm|ref|env|secretref|data):|^\.{0,2}\/|^[A-Z]:\\|^-{1,2}[a-z]|[\u0080-\u00ff]{3}/;

/** Digits that belong to a word. */
const NUMBERED =
  /oauth2|open_?id2|sha\d{1,3}|md5|base64|utf-?8|x509|[sS]3|ec2|k8s|http2|ipv[46]|v\d{1,2}(?![0-9A-Za-z])/gi;
/** Identifiers and words: no digit anywhere. */
const IDENTIFIER = /^[A-Za-z_]+$|^[A-Za-z]+(?:[_.:/-]{1,2}[A-Za-z]+)*[.:]?$/;
const UUID = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
/** Dates, versions, sizes, hashes with their name, file names, addresses. */
const MEASURE =
  /^[0-9.,:+TZ/-]+$|^v?[0-9]+\.[0-9]+(?:\.[0-9]+)?(?:-[a-z]+\.?[0-9]*)?$|^(?:sha(?:1|256|384|512)|md5|crc32)[-:]|\.(?:js|ts|py|go|json|ya?ml|txt|pem|key|html?|png|svg|md|sh|env|toml|java|rb)$|^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i;

/**
 * True when a value behind a name may be a secret.
 * @param value latin1 text
 * @param named what the kind demands
 * @param form how the value is tied to the name: prose needs more than an assignment
 */
export function isBelievable(value: string, named: Named, form: string): boolean {
  if (named.entropy !== undefined && entropy(value) < named.entropy) return false;
  if (named.guarded !== true) return true;
  if (readsLikeText(value)) return false;
  if (form === 'assigned' || form === 'call') return true;
  // Two arguments side by side are often two names.
  if (form === 'argument' && value.length < 12) return false;
  return /[0-9]/.test(value) && /[A-Za-z]/.test(value);
}

/** True for what stands behind names in code, settings and prose without being a secret. */
export function readsLikeText(value: string): boolean {
  if (WORDS.has(value.toLowerCase())) return true;
  if (REFERENCE.test(value) || UUID.test(value) || MEASURE.test(value)) return true;
  if (IDENTIFIER.test(value.replace(NUMBERED, 'x'))) return true;
  // One character or two over and over, and sentences.
  if (new Set(value).size < 5) return true;
  return /\s/.test(value) && value.split(/\s+/).length > 3;
}
