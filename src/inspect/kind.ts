/** How bad it is when a value of this kind leaves. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** Names of the checks that prove a value or its structure; see validators/. */
export type ValidatorName =
  // Credentials.
  | 'awsId'
  | 'awsOrigin'
  | 'bedrockLong'
  | 'github'
  | 'gitlab'
  | 'atlassian'
  | 'cloudflare'
  | 'jwt'
  | 'userPass'
  | 'base64Pem'
  | 'base64Json'
  | 'jfrogReference'
  | 'discord'
  | 'macaroon'
  // Wallets and addresses.
  | 'base58Check'
  | 'extendedKey'
  | 'ageKey'
  | 'btcAddress'
  | 'mnemonic'
  // Money.
  | 'card'
  | 'iban'
  | 'abaRouting'
  // Ids of people, things and places, by country.
  | 'auMedicare'
  | 'auTfn'
  | 'brCnpj'
  | 'brCpf'
  | 'caSin'
  | 'cnResidentId'
  | 'deSteuerId'
  | 'esNif'
  | 'fiHetu'
  | 'frNir'
  | 'imei'
  | 'inAadhaar'
  | 'itCodiceFiscale'
  | 'krRrn'
  | 'nlBsn'
  | 'plPesel'
  | 'sePersonnummer'
  | 'sgNric'
  | 'trTckn'
  | 'ukNhs'
  | 'ukNino'
  | 'usNpi'
  | 'usSsn'
  | 'vin'
  | 'zaId'
  | 'mrz'
  | 'date'
  | 'email'
  | 'phone'
  | 'ipv4'
  | 'ipv6'
  | 'mac';

/** What a value of the kind is: packs and defaults are chosen by it. */
export type Category =
  | 'credential'
  | 'private-key'
  | 'connection-string'
  /** Keys to money: they are always looked for. */
  | 'wallet-key'
  /** Card numbers, accounts, addresses of wallets: by pack. */
  | 'money'
  | 'personal-data'
  /** A secret-looking value behind a name that says so; its shape alone proves nothing. */
  | 'generic'
  /** A value that the operator registered. */
  | 'known-value'
  /** Text that speaks to the agent; a command that does harm; a file full of secrets. */
  | 'prompt-injection'
  | 'command'
  | 'dump';

/**
 * Where candidates come from when a kind has no literal: maximal runs of one class of bytes; see candidates.ts.
 * - `word`: letters, digits, `_`, `-` and `.`
 * - `number`: groups of digits with single blanks or any of `.-/()` between them, a leading `+` included
 * - `account`: two capitals and two digits, then capitals and digits in groups (IBAN)
 * - `address`: a word that holds one `@`
 * - `hex-groups`: hex digits in groups joined by `:` or `-` (IPv6, MAC)
 * - `words`: twelve or more lower case words of three to eight letters
 */
export type CandidateClass = 'word' | 'number' | 'account' | 'address' | 'hex-groups' | 'words';

/**
 * A value that is only believed behind a name: `DB_PASSWORD=…`, `"apiKey": "…"`, `--token …`; see assignment.ts for the
 * ways to write one.
 */
export interface Named {
  /** Literals that stand in the name, in each case they are written in; three bytes or more. */
  readonly anchors: readonly string[];
  /** RegExp source on the whole name, in lower case and without `_`, `-`, `.` and blanks. */
  readonly name: string;
  /** RegExp source on the whole value. */
  readonly value: string;
  /** Least entropy of the value in bits per character; default 0. */
  readonly entropy?: number;
  /** True refuses values that read like code, words, paths or references; see `readsLikeText`. */
  readonly guarded?: boolean;
  /** True believes `name("value")` and `name "value"` as well; for names that hold a vendor. */
  readonly calls?: boolean;
  /** True believes the value only between quotes: it may hold blanks. */
  readonly quoted?: boolean;
}

/**
 * One kind of secret, as data. A kind is looked at only where one of its anchors stands, or, when its values have no
 * literal of their own, where a run of its candidate class or a name of its own stands.
 */
export interface Kind {
  /** Stable id, used in findings, records, config and masks. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  readonly vendor: string;
  readonly severity: Severity;
  /** Default: `credential`. */
  readonly category?: Category;
  /** Where the format is described: a document or a page of the vendor. */
  readonly reference?: string;
  /** What is done by default when it leaves: `record` is for public values and for shapes that prove too little. */
  readonly action: 'block' | 'record';
  /**
   * Literals, three bytes or more; a class such as `[0-9a-f]` stands for one byte and is expanded. Empty when there is
   * only a `candidate` or a name.
   */
  readonly anchors: readonly string[];
  /** For kinds without a literal; `minLength` and `maxLength` then count the whole run. */
  readonly candidate?: CandidateClass;
  /** For `number` candidates: how many digits a value has. */
  readonly digits?: readonly number[];
  /** For `number` candidates in groups: no other group of so many digits stands beside the value. */
  readonly alone?: number;
  /** Characters of which a candidate has at least one each, and the ones it may begin with: a cheap look first. */
  readonly needs?: string;
  readonly first?: string;
  /** For values that are believed behind a name. */
  readonly named?: Named;
  /**
   * What stands before the anchor and belongs to the value: a RegExp source that ends where the anchor begins. A group
   * named `p` at its start is seen but not part of the value.
   */
  readonly head?: string;
  /** Longest match of `head` in bytes. */
  readonly before?: number;
  /**
   * RegExp source from the anchor on, or of a whole candidate. A group named `s` marks the secret proper, which must end
   * the match. It may look one byte past the match. Empty for `block` kinds and for kinds that only have a name.
   */
  readonly shape: string;
  /** A looser shape, tried when the exact one fails: an unmistakable prefix with a length the vendor may change. */
  readonly tolerant?: string;
  /**
   * Usual length of a value in bytes, default 32. What only the tolerant shape takes is `shaped` from three quarters of
   * it on, when letters and digits are mixed, and `likely` below.
   */
  readonly usual?: number;
  /** Shortest and longest match from the anchor on, in bytes. */
  readonly minLength: number;
  readonly maxLength: number;
  /**
   * How far the value may reach: `token` (default) to the first byte that no token holds, `line` to the end of the
   * line, `lines` over one line end, `block` to the END line of an armoured key.
   */
  readonly span?: 'token' | 'line' | 'lines' | 'block';
  /**
   * Bytes of a long token, where they are fewer than those of any token: it keeps the window short. `jose` is
   * `[0-9A-Za-z_.-]`, `base64` is `[0-9A-Za-z+/=]`.
   */
  readonly run?: 'jose' | 'base64';
  /**
   * What may stand directly before the match (`head` included): `word` (default) no letter, digit or underscore; `alnum` no letter or
   * digit; `run` nor any of `_.-`; `b64` nor any of `+/_-`; `none` anything (`head` says it).
   */
  readonly left?: 'word' | 'alnum' | 'run' | 'b64' | 'none';
  /** RegExp source, matched without case: it must stand within `nearBytes` (default 64) before the value. */
  readonly near?: string;
  readonly nearBytes?: number;
  /** For candidates: RegExp source; a value written like this is believed without `near`. */
  readonly apart?: string;
  /** For candidates: RegExp source, matched without case; where it stands directly before a value, that is something else. */
  readonly unless?: string;
  /** The anchor is `://` and the value needs an `@` before the authority ends: a cheap look before the expression. */
  readonly userinfo?: boolean;
  readonly validator?: ValidatorName;
  /** The value counts only when the validator accepts it. */
  readonly strict?: boolean;
  /** What an accepting validator does not prove: a check digit that one number in ten has by chance. */
  readonly unproved?: boolean;
  /** Id of the same thing in the pattern library of Strathon. */
  readonly strathonId?: string;
}

/** The reach of `near` when a kind does not say. */
export const NEAR_BYTES = 64;
/** Longest reach before an anchor over all kinds: `head`, plus what its boundary checks look at. */
export const MAX_BEFORE = 96;
