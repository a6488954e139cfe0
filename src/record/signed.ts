import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { linkSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `,"mac":"<64 hex digits>"}` closes every signed object. */
const TAIL = 74;

/** Name of the key file in the data directory. */
export const KEY_FILE = 'record.key';

/** Code of a system error (`ENOENT`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Reads the key that signs heads and the ledger; undefined when there is none. */
export function readKey(dir: string): Buffer | undefined {
  const file = join(dir, KEY_FILE);
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${file} is not a key: expected 64 hex digits`);
    return Buffer.from(text, 'hex');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Reads the key, or makes it; refuses one that others can read. */
export function obtainKey(dir: string): Buffer {
  const file = join(dir, KEY_FILE);
  if (readKey(dir) === undefined) {
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    try {
      linkSync(draft, file); // appears whole or not at all, and never replaces the key of another process
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  if (process.getuid !== undefined && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by others, who could forge records; run: chmod 600 ${file}`);
  }
  const key = readKey(dir);
  if (key === undefined) throw new Error(`${file} vanished while it was made`);
  return key;
}

function macOf(key: Buffer, purpose: string, text: string): string {
  return createHmac('sha256', key).update(`${purpose}\n`).update(text).digest('hex');
}

/** JSON of an object with its HMAC as the last field. The purpose keeps one kind of object from passing as another. */
export function sign(key: Buffer, purpose: string, value: object): { text: string; mac: string } {
  const plain = JSON.stringify(value);
  const mac = macOf(key, purpose, plain);
  return { text: `${plain.slice(0, -1)},"mac":"${mac}"}`, mac };
}

/** Parses a signed object; undefined when one byte of it is not what was signed. */
export function openSigned(key: Buffer, purpose: string, text: string): unknown {
  const given = /^,"mac":"([0-9a-f]{64})"\}$/.exec(text.slice(-TAIL))?.[1];
  if (given === undefined) return undefined;
  const plain = `${text.slice(0, -TAIL)}}`;
  const right = macOf(key, purpose, plain);
  if (!timingSafeEqual(Buffer.from(right), Buffer.from(given))) return undefined;
  return JSON.parse(plain);
}
