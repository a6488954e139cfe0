/** Secrets in the labels of a host name: a name server of the attacker reads them, whatever answers. */
import type { Examiner, Sighting } from './examine.ts';

/** Labels that are joined and decoded hold a secret only from here on. */
const SHORTEST = 16;

/** Suffixes below which names are given to customers, besides those of one label. */
const SECOND_LEVEL = /^(?:co|com|org|net|gov|edu|ac|gob|or|ne)$/;

/**
 * The part of a host name that its owner registered: the last two labels, or three below `co.uk` and the like.
 * @param host lower case; an address is its own owner
 */
export function registeredDomain(host: string): string {
  if (/^[0-9.]+$|:/.test(host)) return host;
  const labels = host.split('.');
  const suffix = labels.at(-1)!.length === 2 && SECOND_LEVEL.test(labels.at(-2) ?? '') ? 3 : 2;
  return labels.slice(-suffix).join('.');
}

/** Looks at the labels before the registered domain as one text, and as what hex, base32 and base64url make of it. */
export function inspectHostLabels({ engine }: Examiner, host: string): readonly Sighting[] {
  const domain = registeredDomain(host);
  if (domain.length >= host.length) return [];
  const before = host.slice(0, host.length - domain.length - 1);
  const text = before.replaceAll('.', '');
  if (text.length < SHORTEST) return [];
  const found: Sighting[] = [];
  for (const { via, bytes } of readings(text, before.includes('.'))) {
    for (const hit of engine.scan(bytes)) {
      const value = bytes.subarray(hit.start, hit.end);
      found.push({ hit, value, start: 0, end: before.length, via });
    }
  }
  return found;
}

function* readings(text: string, joined: boolean): Generator<{ via: readonly string[]; bytes: Buffer }> {
  const first = joined ? ['joined'] : [];
  if (joined) yield { via: first, bytes: Buffer.from(text, 'latin1') };
  const hex = text.replaceAll('-', '');
  if (/^[0-9a-f]+$/.test(hex)) {
    for (const from of [0, 1]) yield { via: [...first, 'hex'], bytes: Buffer.from(hex.slice(from), 'hex') };
  }
  if (/^[a-z2-7-]+$/.test(text)) yield { via: [...first, 'base32'], bytes: base32(text.replaceAll('-', '')) };
  // Host names come in lower case, so base64 survives only where a client keeps its case.
  if (/[A-Z]/.test(text)) yield { via: [...first, 'base64'], bytes: Buffer.from(text, 'base64url') };
}

function base32(text: string): Buffer {
  const out = Buffer.alloc(Math.floor((text.length * 5) / 8));
  let held = 0;
  let bits = 0;
  let to = 0;
  for (let i = 0; i < text.length; i++) {
    const value = 'abcdefghijklmnopqrstuvwxyz234567'.indexOf(text[i]!);
    held = ((held << 5) | value) & 0xffff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out[to++] = (held >> bits) & 0xff;
  }
  return out.subarray(0, to);
}
