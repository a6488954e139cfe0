import type { Clues } from '../clues.ts';
import type { Layer } from './layer.ts';

/** Farthest that two pairs of hex digits stand apart, from the beginning of one to that of the next. */
const MAX_APART = 8;
/** Longest break between two lines of pairs: line end, indentation, `0x`. */
const MAX_BREAK = 16;
const EQUALS = 0x3d;
const DIGIT = new Int8Array(256).fill(-1);
for (let i = 0; i < 16; i++) {
  DIGIT['0123456789abcdef'.charCodeAt(i)] = i;
  DIGIT['0123456789ABCDEF'.charCodeAt(i)] = i;
}
/** What may stand around a line end between two pairs. */
const AROUND = new Uint8Array(256);
for (const byte of Buffer.from(' \t\r\n,:;-')) AROUND[byte] = 1;

/**
 * Decodes pairs of hex digits with one to six other bytes between them, the same ones each time: `67 68 70`, `67:68`,
 * `0x67, 0x68`. Lines of them are one text.
 */
export function decodeGroups(bytes: Buffer, end: number, clues: Clues, layer: Layer): void {
  let done = 0;
  for (let i = 0; i < clues.groups; i++) {
    let at = clues.groupAt[i]!;
    if (at < done) continue;
    const apart = apartOf(bytes, at, end);
    if (apart === 0) continue;
    const model = at + 2;
    while (at >= done + apart && isPair(bytes, at - apart, end) && isSame(bytes, at - apart, model, apart))
      at -= apart;
    if (!layer.fits((end - at) / apart)) return;
    const piece = layer.begin(['hex'], end);
    while (at < end) {
      layer.reserve(1);
      const byte = (DIGIT[bytes[at]!]! << 4) | DIGIT[bytes[at + 1]!]!;
      const next = at + apart;
      if (isPair(bytes, next, end) && isSame(bytes, at, model, apart)) {
        layer.unit(byte, at, apart);
        at = next;
      } else {
        // Nothing follows the last one of a line.
        layer.unit(byte, at, 2);
        const behind = behindBreak(bytes, at + 2, end);
        at = behind < 0 ? end : behind;
        done = behind < 0 ? next - apart + 2 : at;
      }
    }
    if (layer.length - piece.start < 12) layer.drop(piece);
    else layer.finish(piece);
  }
}

/** How far pairs stand apart from this one on; 0 when they do not. */
function apartOf(bytes: Buffer, at: number, end: number): number {
  for (let apart = 3; apart <= MAX_APART; apart++) {
    let pairs = 1;
    while (
      pairs < 4 &&
      isPair(bytes, at + pairs * apart, end) &&
      isSame(bytes, at + (pairs - 1) * apart, at + 2, apart)
    )
      pairs++;
    if (pairs === 4) return apart;
  }
  return 0;
}

/** True when what follows the pair is what follows the others. A single byte may be any but a digit. */
function isSame(bytes: Buffer, at: number, model: number, apart: number): boolean {
  if (apart === 3) return DIGIT[bytes[at + 2]!] === -1;
  for (let k = 0; k < apart - 2; k++) if (bytes[at + 2 + k] !== bytes[model + k]) return false;
  return true;
}

/** Where the next line of pairs begins, also behind the soft break of quoted-printable; -1 when there is none. */
function behindBreak(bytes: Buffer, at: number, end: number): number {
  let i = at;
  let broken = false;
  const soft = bytes[i] === EQUALS;
  if (soft) i++;
  for (; i < end && i - at < MAX_BREAK && AROUND[bytes[i]!] === 1; i++) broken ||= bytes[i] === 0x0a;
  if (!broken) return -1;
  if (soft && bytes[i] === EQUALS) i++;
  if (bytes[i] === 0x30 && (bytes[i + 1]! | 0x20) === 0x78) i += 2;
  return isPair(bytes, i, end) ? i : -1;
}

function isPair(bytes: Buffer, at: number, end: number): boolean {
  return at + 2 <= end && DIGIT[bytes[at]!] !== -1 && DIGIT[bytes[at + 1]!] !== -1;
}
