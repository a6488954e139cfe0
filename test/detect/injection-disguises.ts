/** What hides a sentence from eyes and from searches, for the tests of the detector of injections. */

export function base64Of(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

export function hexOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex');
}

export function percentOf(text: string): string {
  return [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

export function entitiesOf(text: string): string {
  return [...text].map((character) => `&#${character.codePointAt(0)};`).join('');
}

export function unicodeEscapes(text: string): string {
  return [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

export function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

export function leet(text: string): string {
  const table: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' };
  return text.replace(/[aeiost]/gi, (letter) => table[letter.toLowerCase()] ?? letter);
}

/** One blank between letters, three between words. */
export function spacedOut(text: string): string {
  return text
    .split(' ')
    .map((word) => [...word].join(' '))
    .join('   ');
}

export function zeroWidth(text: string): string {
  return [...text].join('\u200b');
}

/** Tag characters: nothing of them is drawn. */
export function tagged(text: string): string {
  return [...text].map((character) => String.fromCodePoint(0xe0000 + character.charCodeAt(0))).join('');
}

export function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
}

export function reversed(text: string): string {
  return [...text].reverse().join('');
}
