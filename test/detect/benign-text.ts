import { generator } from '../../src/inspect/sample.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const WORDS =
  'the a of to in is for on that with as it this be from by are not or have at file user request error server config build test token key secret value type module client version path name data list item option string number return default index module cache queue worker session message event stream buffer header body answer policy record password account order invoice customer address'.split(
    ' ',
  );

/** Makes the small parts that benign texts consist of, the same for the same seed. */
export class Parts {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = generator(seed);
  }

  int(below: number): number {
    return Math.floor(this.random() * below);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)]!;
  }

  /** Random bytes, as long as asked for. */
  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let i = 0; i < length; i++) bytes[i] = this.int(256);
    return bytes;
  }

  hex(length: number): string {
    return this.bytes(Math.ceil(length / 2))
      .toString('hex')
      .slice(0, length);
  }

  base64(bytes: number): string {
    return this.bytes(bytes).toString('base64');
  }

  alnum(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += ALNUM[this.int(62)]!;
    return text;
  }

  uuid(): string {
    const hex = this.hex(32);
    const variant = '89ab'[this.int(4)]!;
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.pick(WORDS)).join(' ');
  }

  /** `someLongName` */
  identifier(): string {
    const [first, ...rest] = this.words(1 + this.int(3)).split(' ');
    return first! + rest.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  }

  /** A time of the last years, `2024-05-06T07:08:09.010Z`. */
  time(): string {
    return new Date(1_600_000_000_000 + this.int(2 ** 31) * 80).toISOString();
  }

  semver(): string {
    return `${this.int(20)}.${this.int(30)}.${this.int(40)}`;
  }

  host(): string {
    return `${this.pick(['api', 'www', 'cdn', 'app', 'git', 'registry'])}.${this.pick(['example.com', 'corp.example', 'service.test', 'npmjs.org', 'github.com', 'docker.io'])}`;
  }

  email(): string {
    return `${this.pick(['alice', 'bob', 'carol', 'dev', 'noreply', 'ci-bot'])}${this.int(100)}@${this.pick(['example.com', 'users.noreply.github.com', 'corp.example'])}`;
  }

  ip(): string {
    return `10.${this.int(256)}.${this.int(256)}.${this.int(256)}`;
  }
}

/** A maker of one line or entry. */
export type Maker = (parts: Parts, i: number) => string;

/** Entries until there are so many bytes. */
export function grow(parts: Parts, bytes: number, make: Maker, separator = '\n'): string {
  const list: string[] = [];
  let length = 0;
  for (let i = 0; length < bytes; i++) {
    const entry = make(parts, i);
    list.push(entry);
    length += entry.length + separator.length;
  }
  return list.join(separator);
}
